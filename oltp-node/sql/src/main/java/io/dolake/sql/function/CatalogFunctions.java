package io.dolake.sql.function;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.parse.QualifiedName;
import io.dolake.sql.pgcatalog.ObjectText;
import io.dolake.sql.pgcatalog.TypeIds;
import io.dolake.sql.statement.Schemas;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL's functions about catalog objects and privileges. */
final class CatalogFunctions {
  private static final String PG_CATALOG = "pg_catalog";

  /** Kinds of objects that only pg_catalog has, which is always searched. */
  private static final List<String> ALWAYS_VISIBLE =
      List.of(
          "collation",
          "conversion",
          "function",
          "opclass",
          "operator",
          "opfamily",
          "statistics_obj",
          "ts_config",
          "ts_dict",
          "ts_parser",
          "ts_template",
          "type");

  private CatalogFunctions() {}

  static void register(FunctionRegistry registry) {
    registerDefinitions(registry);
    registerNames(registry);
    registerPrivileges(registry);
    registerSubscripts(registry);
  }

  private static void registerSubscripts(FunctionRegistry registry) {
    registry.pure("item", 2, 2, ColumnType.ANY, (args, frame) -> element(args[0], number(args[1])));
    registry.pure(
        "array_upper",
        2,
        2,
        ColumnType.INTEGER,
        (args, frame) -> args[0] == null ? null : upperBound(Arrays.elements(args[0].toString())));
    registry.pure(
        "array_lower",
        2,
        2,
        ColumnType.INTEGER,
        (args, frame) ->
            args[0] == null || Arrays.elements(args[0].toString()).isEmpty() ? null : (Object) 1L);
  }

  private static Long upperBound(List<Object> elements) {
    return elements.isEmpty() ? null : (Long) (long) elements.size();
  }

  /**
   * {@code array[index]}: arrays count from 1, a vector of catalog numbers ({@code 1 3 2}) from 0.
   */
  private static Object element(Object array, Long index) {
    if (array == null || index == null) {
      return null;
    }
    String text = array.toString();
    List<Object> elements = Arrays.elements(text);
    long position = Arrays.isVector(text) ? index : index - 1;
    if (position < 0 || position >= elements.size()) {
      return null;
    }
    Object element = elements.get((int) position);
    return element instanceof String value && value.matches("-?\\d{1,18}")
        ? (Object) Long.valueOf(value)
        : element;
  }

  private static void registerDefinitions(FunctionRegistry registry) {
    registry.pure(
        "format_type",
        2,
        2,
        ColumnType.TEXT,
        (args, frame) -> TypeIds.format(number(args[0]), number(args[1])));
    text(
        registry,
        "pg_get_expr",
        2,
        3,
        (args, frame) ->
            ObjectText.expression(
                catalog(frame),
                args[0].toString(),
                number(args[1]),
                frame.context().session().searchPath()));
    text(
        registry,
        "pg_get_indexdef",
        1,
        3,
        (args, frame) ->
            ObjectText.indexDefinition(
                catalog(frame), number(args[0]), args.length > 1 ? number(args[1]) : 0));
    text(
        registry,
        "pg_get_constraintdef",
        1,
        2,
        (args, frame) ->
            ObjectText.constraintDefinition(
                catalog(frame), number(args[0]), frame.context().session().searchPath()));
    text(
        registry,
        "pg_get_viewdef",
        1,
        2,
        (args, frame) -> ObjectText.viewDefinition(frame.context(), objectId(args[0], frame)));
    text(
        registry,
        "obj_description",
        1,
        2,
        (args, frame) -> ObjectText.comment(catalog(frame), number(args[0]), 0));
    text(
        registry,
        "col_description",
        2,
        2,
        (args, frame) -> ObjectText.comment(catalog(frame), number(args[0]), number(args[1])));
    for (String name :
        List.of(
            "shobj_description",
            "pg_get_triggerdef",
            "pg_get_ruledef",
            "pg_get_partkeydef",
            "pg_get_statisticsobjdef_columns",
            "pg_get_functiondef",
            "pg_get_function_sqlbody")) {
      registry.pure(name, 1, 2, ColumnType.TEXT, (args, frame) -> null);
    }
    // All tables share the pages of one file: nobody knows the size of one.
    for (String name :
        List.of(
            "pg_table_size",
            "pg_relation_size",
            "pg_indexes_size",
            "pg_total_relation_size",
            "pg_database_size")) {
      registry.pure(name, 1, 2, ColumnType.INTEGER, (args, frame) -> null);
    }
    for (String name :
        List.of(
            "pg_get_function_result",
            "pg_get_function_arguments",
            "pg_get_function_identity_arguments",
            "pg_tablespace_location")) {
      registry.pure(name, 1, 1, ColumnType.TEXT, (args, frame) -> "");
    }
    registry.pure("pg_partition_ancestors", 1, 1, ColumnType.INTEGER, (args, frame) -> null);
  }

  private static void registerNames(FunctionRegistry registry) {
    // A regclass is a number that prints as a name: text becomes the number, the number the name.
    registry.add(
        new FunctionDef(
            "regclass",
            1,
            1,
            Volatility.STABLE,
            CatalogFunctions::otherForm,
            types -> CatalogFunctions::regclass));
    registry.add(
        new FunctionDef(
            "regtype",
            1,
            1,
            Volatility.IMMUTABLE,
            CatalogFunctions::otherForm,
            types -> CatalogFunctions::regtype));
    registry.add(
        new FunctionDef(
            "regnamespace",
            1,
            1,
            Volatility.STABLE,
            CatalogFunctions::otherForm,
            types -> CatalogFunctions::regnamespace));
    registry.pure("regproc", 1, 1, ColumnType.TEXT, (args, frame) -> unqualified(args[0]));
    text(
        registry,
        "regrole",
        1,
        1,
        (args, frame) ->
            args[0] instanceof Number
                ? ObjectText.roleName(catalog(frame), number(args[0]))
                : args[0]);
    registry.stable(
        "to_regclass",
        1,
        1,
        ColumnType.INTEGER,
        (args, frame) ->
            args[0] == null
                ? null
                : ObjectText.relationId(
                    catalog(frame), args[0].toString(), frame.context().session().searchPath()));
    registry.stable(
        "to_regtype",
        1,
        1,
        ColumnType.INTEGER,
        (args, frame) ->
            args[0] == null ? null : regtype(new Object[] {TextForm.of(args[0])}, frame));
    text(
        registry,
        "pg_get_userbyid",
        1,
        1,
        (args, frame) -> ObjectText.roleName(catalog(frame), number(args[0])));
    registry.stable(
        "pg_table_is_visible",
        1,
        1,
        ColumnType.BOOLEAN,
        (args, frame) ->
            args[0] == null
                ? null
                : ObjectText.isVisible(
                    catalog(frame), number(args[0]), frame.context().session().searchPath()));
    for (String kind : ALWAYS_VISIBLE) {
      registry.pure(
          "pg_" + kind + "_is_visible",
          1,
          1,
          ColumnType.BOOLEAN,
          (args, frame) -> args[0] == null ? null : true);
    }
    registry.stable("current_schema", 0, 0, ColumnType.NAME, (args, frame) -> currentSchema(frame));
    registry.stable(
        "current_schemas",
        1,
        1,
        ColumnType.arrayOf(ColumnType.NAME),
        (args, frame) -> args[0] == null ? null : currentSchemas(Values.isTrue(args[0]), frame));
  }

  /** The schema that objects are created in, or null. */
  private static String currentSchema(Frame frame) {
    return path(frame).findFirst().orElse(null);
  }

  /** The schemas searched; with the implicit ones, {@code pg_catalog} is the first. */
  private static String currentSchemas(boolean implicit, Frame frame) {
    Stream<String> implied = implicit ? Stream.of(PG_CATALOG) : Stream.empty();
    return Arrays.of(
        TypeKind.TEXT, Stream.concat(implied, path(frame)).<Object>map(name -> name).toList());
  }

  /** The schemas of the search path that exist, by the names that are shown. */
  private static Stream<String> path(Frame frame) {
    return frame.context().session().searchPath().stream()
        .filter(name -> !name.equals(PG_CATALOG) && Schemas.exists(catalog(frame), name))
        .map(Schemas::shown);
  }

  private static void registerPrivileges(FunctionRegistry registry) {
    for (String name :
        List.of(
            "has_table_privilege",
            "has_schema_privilege",
            "has_database_privilege",
            "has_function_privilege",
            "has_sequence_privilege",
            "has_type_privilege",
            "has_any_column_privilege",
            "pg_has_role")) {
      registry.pure(name, 2, 3, ColumnType.BOOLEAN, (args, frame) -> true);
    }
    text(
        registry,
        "acldefault",
        2,
        2,
        (args, frame) ->
            args[1] == null
                ? null
                : Privileges.initial(
                    args[0].toString(), ObjectText.roleName(catalog(frame), number(args[1]))));
    registry.pure("has_column_privilege", 3, 4, ColumnType.BOOLEAN, (args, frame) -> true);
  }

  private static void text(
      FunctionRegistry registry, String name, int min, int max, FunctionDef.Body body) {
    registry.stable(
        name,
        min,
        max,
        ColumnType.TEXT,
        (args, frame) -> args[0] == null ? null : body.call(args, frame));
  }

  private static Catalog catalog(Frame frame) {
    return frame.context().transaction().catalog();
  }

  private static ColumnType otherForm(List<ColumnType> arguments) {
    return arguments.get(0).kind() == TypeKind.INTEGER ? ColumnType.TEXT : ColumnType.INTEGER;
  }

  private static Object regclass(Object[] args, Frame frame) {
    if (args[0] == null) {
      return null;
    }
    return args[0] instanceof Number
        ? ObjectText.relationName(catalog(frame), number(args[0]))
        : objectId(args[0], frame);
  }

  private static Object regtype(Object[] args, Frame frame) {
    if (args[0] == null) {
      return null;
    }
    if (args[0] instanceof Number) {
      return TypeIds.format(number(args[0]), null);
    }
    TypeIds.Type type = TypeIds.byName(QualifiedName.parse(args[0].toString()).name());
    return type == null ? null : type.oid();
  }

  private static Object regnamespace(Object[] args, Frame frame) {
    if (args[0] == null) {
      return null;
    }
    return args[0] instanceof Number
        ? ObjectText.schemaName(catalog(frame), number(args[0]))
        : ObjectText.schemaId(args[0].toString());
  }

  private static Long objectId(Object value, Frame frame) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    return ObjectText.requiredRelationId(
        catalog(frame), value.toString(), frame.context().session().searchPath());
  }

  private static String unqualified(Object name) {
    String text = name.toString();
    return text.startsWith("pg_catalog.") ? text.substring("pg_catalog.".length()) : text;
  }

  private static Long number(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return number.longValue();
    }
    try {
      return Long.valueOf(value.toString().trim());
    } catch (NumberFormatException e) {
      return 0L;
    }
  }
}
