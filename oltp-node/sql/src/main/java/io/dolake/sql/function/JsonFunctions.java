package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.TextForm;
import java.util.ArrayList;
import java.util.List;

/** SQLite's JSON functions. Which texts are JSON is known from the arguments' static types. */
final class JsonFunctions {
  private static final ColumnType JSON = ColumnType.JSON;
  private static final ColumnType INTEGER = ColumnType.INTEGER;

  private JsonFunctions() {}

  static void register(FunctionRegistry registry) {
    registry.pure("json", 1, 1, JSON, (args, f) -> map(args[0], Json::toString));
    registry.pure("jsonb", 1, 1, JSON, (args, f) -> map(args[0], Json::toString));
    registry.pure("json_valid", 1, 2, INTEGER, (args, frame) -> valid(args));
    registry.pure("json_quote", 1, 1, JSON, (args, f) -> Json.of(args[0], false).toString());
    registry.pure("json_type", 1, 2, ColumnType.TEXT, (args, frame) -> type(args));
    registry.pure("json_array_length", 1, 2, INTEGER, (args, frame) -> arrayLength(args));
    registry.pure("json_extract", 1, -1, ColumnType.ANY, (args, frame) -> extract(args));
    registry.pure("json_pretty", 1, 2, ColumnType.TEXT, (args, frame) -> pretty(args));
    registry.pure("json_patch", 2, 2, JSON, (args, frame) -> patch(args));
    registry.pure("json_remove", 1, -1, JSON, (args, frame) -> remove(args));
    registry.pure("json_error_position", 1, 1, INTEGER, (args, f) -> errorPosition(args[0]));
    typed(registry, "json_array", 0, JsonFunctions::array);
    typed(registry, "json_object", 0, JsonFunctions::object);
    typed(registry, "json_insert", 1, (args, json) -> change(args, json, JsonPath.Change.INSERT));
    typed(registry, "json_replace", 1, (args, json) -> change(args, json, JsonPath.Change.REPLACE));
    typed(registry, "json_set", 1, (args, json) -> change(args, json, JsonPath.Change.SET));
  }

  private static void typed(
      FunctionRegistry registry, String name, int min, JsonArguments.Body body) {
    registry.add(
        new FunctionDef(
            name, min, -1, Volatility.IMMUTABLE, types -> JSON, JsonArguments.typed(body)));
  }

  private static Object map(Object document, java.util.function.Function<Json, Object> body) {
    return document == null ? null : body.apply(Json.parse(TextForm.of(document)));
  }

  /** Whether a text is JSON (flag 1, the default) or JSON5 (flag 2); other flags are for JSONB. */
  private static Object valid(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    long flags = args.length > 1 ? Arithmetic.toLong(args[1]) : 1;
    if (flags < 1 || flags > 15) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER, "the flags of json_valid() must be between 1 and 15");
    }
    String text = TextForm.of(args[0]);
    boolean valid =
        ((flags & 1) != 0 && errorPosition(new JsonParser(text)) == 0)
            || ((flags & 2) != 0 && errorPosition(new Json5Parser(text)) == 0);
    return valid ? 1L : 0L;
  }

  private static Long errorPosition(Object document) {
    if (document == null) {
      return null;
    }
    return errorPosition(new Json5Parser(TextForm.of(document)));
  }

  private static long errorPosition(JsonParser parser) {
    try {
      parser.parse();
      return 0L;
    } catch (DoLakeException malformed) {
      return parser.position() + 1L;
    }
  }

  private static Json at(Object[] args) {
    Json root = Json.parse(TextForm.of(args[0]));
    return args.length > 1 ? JsonPath.parse(TextForm.of(args[1])).find(root) : root;
  }

  private static boolean anyNull(Object[] args) {
    for (Object arg : args) {
      if (arg == null) {
        return true;
      }
    }
    return false;
  }

  private static Object type(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    Json found = at(args);
    return found == null ? null : found.typeName();
  }

  private static Object arrayLength(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    Json found = at(args);
    if (found == null) {
      return null;
    }
    return found.kind() == Json.Kind.ARRAY ? (Object) (long) found.elements().size() : (Object) 0L;
  }

  private static Object extract(Object[] args) {
    if (args.length < 2 || anyNull(args)) {
      return null;
    }
    Json root = Json.parse(TextForm.of(args[0]));
    if (args.length == 2) {
      Json found = JsonPath.parse(TextForm.of(args[1])).find(root);
      return found == null ? null : found.toValue();
    }
    List<Json> all = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      Json found = JsonPath.parse(TextForm.of(args[i])).find(root);
      all.add(found == null ? Json.of(null, false) : found);
    }
    return Json.array(all).toString();
  }

  private static Object pretty(Object[] args) {
    String indent = args.length > 1 && args[1] != null ? TextForm.of(args[1]) : "    ";
    return map(args[0], document -> document.toPrettyString(indent));
  }

  private static Object array(Object[] args, boolean[] json) {
    List<Json> elements = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      elements.add(Json.of(args[i], json[i]));
    }
    return Json.array(elements).toString();
  }

  private static Object object(Object[] args, boolean[] json) {
    if (args.length % 2 != 0) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER, "json_object() requires an even number of arguments");
    }
    List<String> keys = new ArrayList<>();
    List<Json> values = new ArrayList<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!(args[i] instanceof String key)) {
        throw new DoLakeException(ErrorCode.INVALID_PARAMETER, "json_object() labels must be TEXT");
      }
      keys.add(key);
      values.add(Json.of(args[i + 1], json[i + 1]));
    }
    return Json.object(keys, values).toString();
  }

  private static Object change(Object[] args, boolean[] json, JsonPath.Change change) {
    if (args.length % 2 == 0) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER, "json_set() and its like need an odd number of arguments");
    }
    if (args[0] == null) {
      return null;
    }
    Json root = Json.parse(TextForm.of(args[0]));
    for (int i = 1; i < args.length; i += 2) {
      if (args[i] != null) {
        JsonPath path = JsonPath.parse(TextForm.of(args[i]));
        root = path.change(root, change, Json.of(args[i + 1], json[i + 1]));
      }
    }
    return root.toString();
  }

  private static Object remove(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    Json root = Json.parse(TextForm.of(args[0]));
    for (int i = 1; i < args.length && root != null; i++) {
      root = JsonPath.parse(TextForm.of(args[i])).change(root, JsonPath.Change.REMOVE, null);
    }
    return root == null ? null : root.toString();
  }

  private static Object patch(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    return patch(Json.parse(TextForm.of(args[0])), Json.parse(TextForm.of(args[1]))).toString();
  }

  /** RFC 7396. */
  private static Json patch(Json target, Json patch) {
    if (patch.kind() != Json.Kind.OBJECT) {
      return patch;
    }
    boolean isObject = target.kind() == Json.Kind.OBJECT;
    List<String> keys = new ArrayList<>(isObject ? target.keys() : List.of());
    List<Json> values = new ArrayList<>(isObject ? target.elements() : List.of());
    for (int i = 0; i < patch.keys().size(); i++) {
      String key = patch.keys().get(i);
      Json value = patch.elements().get(i);
      int at = keys.indexOf(key);
      if (value.kind() == Json.Kind.NULL) {
        if (at >= 0) {
          keys.remove(at);
          values.remove(at);
        }
      } else if (at >= 0) {
        values.set(at, patch(values.get(at), value));
      } else {
        keys.add(key);
        values.add(patch(Json.object(List.of(), List.of()), value));
      }
    }
    return Json.object(keys, values);
  }
}
