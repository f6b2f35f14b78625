package io.dolake.lake.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column, or a function of it, as people write it in partition specs and sort orders: {@code
 * region}, {@code day(created_at)}, {@code bucket(16, id)}, {@code "a name, quoted"}.
 *
 * @param transform name of the function as written, or null for the column itself
 * @param width the function's number as written, or null
 * @param column name as written
 */
record TransformTerm(String transform, String width, String column) {
  private static final String NAME = "(\\w+|\"(?:[^\"]|\"\")+\")";

  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(?:(\\w+)\\s*\\(\\s*(?:(\\d+)\\s*,\\s*)?" + NAME + "\\s*\\)|" + NAME + ")\\s*",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** Reads a term; empty if it is none. */
  static Optional<TransformTerm> parse(String text) {
    Matcher matcher = TERM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String column = matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
    return Optional.of(new TransformTerm(matcher.group(1), matcher.group(2), unquoted(column)));
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  /** Cuts a list of terms at its commas, but not inside parentheses or quotes. */
  static List<String> split(String text) {
    List<String> terms = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0 && !quoted) {
        terms.add(text.substring(start, i));
        start = i + 1;
      }
    }
    if (!text.isBlank()) {
      terms.add(text.substring(start));
    }
    return terms;
  }
}
