package io.dolake.sql.function;

import io.dolake.common.type.TypeKind;
import io.dolake.sql.types.TextForm;
import java.util.List;

/** The operators {@code -> ->> #> #>>}. */
public final class JsonOperators {
  private JsonOperators() {}

  /** The value at a path, key or index, as JSON text; null when there is none. */
  public static Object extractJson(Object document, Object path) {
    Json found = find(document, path);
    return found == null ? null : found.toString();
  }

  /** The value at a path, key or index, as a value of SQL. */
  public static Object extractValue(Object document, Object path) {
    Json found = find(document, path);
    return found == null ? null : found.toValue();
  }

  /** The value at a path of keys and indexes, an array, as JSON text. */
  public static Object extractJsonAt(Object document, Object path) {
    Json found = findAt(document, path);
    return found == null ? null : found.toString();
  }

  /** The value at a path of keys and indexes, an array, as text. */
  public static Object extractTextAt(Object document, Object path) {
    Json found = findAt(document, path);
    return found == null ? null : TextForm.of(found.toValue());
  }

  private static Json findAt(Object document, Object path) {
    if (document == null || path == null) {
      return null;
    }
    Json found = Json.parse(TextForm.of(document));
    for (Object step : Arrays.elements(TextForm.of(path), TypeKind.TEXT)) {
      if (found == null || step == null) {
        return null;
      }
      String key = step.toString();
      boolean index = found.kind() == Json.Kind.ARRAY && key.matches("-?\\d{1,9}");
      found = pathOf(index ? (Object) Long.valueOf(key) : key).find(found);
    }
    return found;
  }

  private static Json find(Object document, Object path) {
    if (document == null || path == null) {
      return null;
    }
    return pathOf(path).find(Json.parse(TextForm.of(document)));
  }

  private static JsonPath pathOf(Object path) {
    if (path instanceof Long index) {
      boolean fromEnd = index < 0;
      return new JsonPath(
          List.of(new JsonPath.Step(null, (int) Math.abs(Math.max(index, -1 << 30)), fromEnd)));
    }
    String text = TextForm.of(path);
    if (text.startsWith("$")) {
      return JsonPath.parse(text);
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      return JsonPath.parse("$" + text);
    }
    return new JsonPath(List.of(new JsonPath.Step(text, 0, false)));
  }
}
