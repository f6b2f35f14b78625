package io.dolake.sql.function;

import java.util.ArrayList;
import java.util.List;

/** Arrays as text: JSON's {@code [1,2]} or PostgreSQL's {@code {1,2}}. */
public final class Arrays {
  private Arrays() {}

  /** The elements: values of JSON elements, or texts (null for NULL). */
  public static List<Object> elements(String text) {
    String array = text.strip();
    if (array.startsWith("[")) {
      List<Object> values = new ArrayList<>();
      for (Json element : Json.parse(array).elements()) {
        values.add(element.toValue());
      }
      return values;
    }
    if (array.startsWith("{") && array.endsWith("}")) {
      return postgres(array.substring(1, array.length() - 1));
    }
    return List.of(text);
  }

  private static List<Object> postgres(String inner) {
    List<Object> values = new ArrayList<>();
    if (inner.isBlank()) {
      return values;
    }
    StringBuilder element = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\\' && i + 1 < inner.length()) {
        element.append(inner.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        wasQuoted = true;
      } else if (c == ',' && !quoted) {
        values.add(element(element, wasQuoted));
        element.setLength(0);
        wasQuoted = false;
      } else {
        element.append(c);
      }
    }
    values.add(element(element, wasQuoted));
    return values;
  }

  private static Object element(StringBuilder text, boolean quoted) {
    String value = quoted ? text.toString() : text.toString().strip();
    return !quoted && value.equalsIgnoreCase("NULL") ? null : value;
  }
}
