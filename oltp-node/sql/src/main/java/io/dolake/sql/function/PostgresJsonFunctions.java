package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's JSON functions, for which {@code json} and {@code jsonb} are the same type. */
final class PostgresJsonFunctions {
  private static final ColumnType JSON = ColumnType.JSON;

  private PostgresJsonFunctions() {}

  static void register(FunctionRegistry registry) {
    for (String type : List.of("json", "jsonb")) {
      typed(registry, type + "_build_array", 0, -1, PostgresJsonFunctions::array);
      typed(registry, type + "_build_object", 0, -1, PostgresJsonFunctions::object);
      typed(registry, "to_" + type, 1, 1, PostgresJsonFunctions::convert);
      registry.pure(type + "_typeof", 1, 1, ColumnType.TEXT, (args, frame) -> typeOf(args[0]));
      registry.pure(type + "_strip_nulls", 1, 1, JSON, (args, frame) -> withoutNulls(args[0]));
      registry.pure(
          type + "_extract_path",
          1,
          -1,
          JSON,
          (args, frame) -> JsonOperators.extractJsonAt(args[0], path(args)));
      registry.pure(
          type + "_extract_path_text",
          1,
          -1,
          ColumnType.TEXT,
          (args, frame) -> JsonOperators.extractTextAt(args[0], path(args)));
    }
    registry.pure("jsonb_array_length", 1, 1, ColumnType.INTEGER, (args, frame) -> length(args[0]));
    registry.pure(
        "jsonb_pretty",
        1,
        1,
        ColumnType.TEXT,
        (args, frame) -> args[0] == null ? null : parse(args[0]).toPrettyString("    "));
    registry.pure("jsonb_set", 3, 4, JSON, (args, frame) -> set(args));
  }

  private static void typed(
      FunctionRegistry registry, String name, int min, int max, JsonArguments.Body body) {
    registry.add(
        new FunctionDef(
            name, min, max, Volatility.IMMUTABLE, types -> JSON, JsonArguments.typed(body)));
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
          ErrorCode.INVALID_PARAMETER,
          "json_build_object() takes keys and values in turn",
          "Give an even number of arguments.");
    }
    List<String> keys = new ArrayList<>();
    List<Json> values = new ArrayList<>();
    for (int i = 0; i < args.length; i += 2) {
      if (args[i] == null) {
        throw new DoLakeException(ErrorCode.INVALID_PARAMETER, "a key of an object is null");
      }
      keys.add(TextForm.of(args[i]));
      values.add(Json.of(args[i + 1], json[i + 1]));
    }
    return Json.object(keys, values).toString();
  }

  private static Object convert(Object[] args, boolean[] json) {
    return args[0] == null ? null : Json.of(args[0], json[0]).toString();
  }

  private static String typeOf(Object document) {
    if (document == null) {
      return null;
    }
    return switch (parse(document).kind()) {
      case NULL -> "null";
      case TRUE, FALSE -> "boolean";
      case INTEGER, REAL -> "number";
      case TEXT -> "string";
      case ARRAY -> "array";
      case OBJECT -> "object";
    };
  }

  private static Long length(Object document) {
    if (document == null) {
      return null;
    }
    Json array = parse(document);
    if (array.kind() != Json.Kind.ARRAY) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER, "cannot get array length of a non-array: " + array);
    }
    return (long) array.elements().size();
  }

  private static Object withoutNulls(Object document) {
    return document == null ? null : parse(document).withoutNulls().toString();
  }

  /** {@code jsonb_set(document, path, value [, create])}. */
  private static Object set(Object[] args) {
    for (Object argument : args) {
      if (argument == null) {
        return null;
      }
    }
    List<String> path =
        Arrays.elements(TextForm.of(args[1]), TypeKind.TEXT).stream().map(TextForm::of).toList();
    boolean create = args.length < 4 || Values.isTrue(args[3]);
    return JsonSet.set(parse(args[0]), path, parse(args[2]), create).toString();
  }

  private static String path(Object[] args) {
    List<Object> keys = java.util.Arrays.asList(args).subList(1, args.length);
    return Arrays.of(TypeKind.TEXT, keys);
  }

  private static Json parse(Object document) {
    return Json.parse(TextForm.of(document));
  }
}
