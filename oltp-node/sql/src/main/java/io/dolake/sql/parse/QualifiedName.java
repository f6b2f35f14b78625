package io.dolake.sql.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * A relation's name in a text, as {@code regclass} takes it: {@code t}, {@code s.t} or, in double
 * quotes, with any characters.
 *
 * @param schema null if the text names none
 */
public record QualifiedName(String schema, String name) {
  /** Reads the text; what is not well formed names something that does not exist. */
  public static QualifiedName parse(String text) {
    List<String> parts = parts(text.strip());
    int last = parts.size() - 1;
    return new QualifiedName(last == 0 ? null : parts.get(last - 1), parts.get(last));
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        part.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
