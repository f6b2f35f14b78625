package io.dolake.lake.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of tables as {@code schema.table}, or {@code table} in any schema; stars match anything.
 */
public final class TablePatterns implements Serializable {
  private static final long serialVersionUID = 1;

  private final ArrayList<Pattern> patterns = new ArrayList<>();

  public TablePatterns(List<String> texts) {
    for (String text : texts) {
      String qualified = text.contains(".") ? text : "*." + text;
      StringBuilder regex = new StringBuilder();
      for (char c : qualified.toLowerCase(Locale.ROOT).toCharArray()) {
        regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
      }
      patterns.add(Pattern.compile(regex.toString()));
    }
  }

  public boolean matches(String schema, String table) {
    String name = (schema + "." + table).toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }
}
