package io.dolake.sql.pgcatalog;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** PostgreSQL's types that column types are shown as. */
public final class TypeIds {
  /**
   * A row of pg_type.
   *
   * @param name as in pg_type
   * @param sqlName as {@code format_type} prints it
   * @param length in bytes, negative when it varies
   * @param category PostgreSQL's letter for the kind of type
   */
  public record Type(long oid, String name, String sqlName, int length, String category) {}

  private static final List<Type> TYPES;

  private static final List<Type> SCALARS =
      List.of(
          new Type(16, "bool", "boolean", 1, "B"),
          new Type(17, "bytea", "bytea", -1, "U"),
          new Type(18, "char", "\"char\"", 1, "Z"),
          new Type(19, "name", "name", 64, "S"),
          new Type(20, "int8", "bigint", 8, "N"),
          new Type(21, "int2", "smallint", 2, "N"),
          new Type(23, "int4", "integer", 4, "N"),
          new Type(24, "regproc", "regproc", 4, "N"),
          new Type(25, "text", "text", -1, "S"),
          new Type(26, "oid", "oid", 4, "N"),
          new Type(114, "json", "json", -1, "U"),
          new Type(700, "float4", "real", 4, "N"),
          new Type(701, "float8", "double precision", 8, "N"),
          new Type(705, "unknown", "unknown", -2, "X"),
          new Type(1042, "bpchar", "character", -1, "S"),
          new Type(1043, "varchar", "character varying", -1, "S"),
          new Type(1082, "date", "date", 4, "D"),
          new Type(1083, "time", "time without time zone", 8, "D"),
          new Type(1114, "timestamp", "timestamp without time zone", 8, "D"),
          new Type(1184, "timestamptz", "timestamp with time zone", 8, "D"),
          new Type(1700, "numeric", "numeric", -1, "N"),
          new Type(2205, "regclass", "regclass", 4, "N"),
          new Type(2206, "regtype", "regtype", 4, "N"),
          new Type(2950, "uuid", "uuid", 16, "U"),
          new Type(3802, "jsonb", "jsonb", -1, "U"));

  /** Ids of types of arrays, by that of their elements. */
  private static final Map<Long, Long> ARRAY_OF =
      Map.ofEntries(
          Map.entry(16L, 1000L),
          Map.entry(17L, 1001L),
          Map.entry(18L, 1002L),
          Map.entry(19L, 1003L),
          Map.entry(20L, 1016L),
          Map.entry(21L, 1005L),
          Map.entry(23L, 1007L),
          Map.entry(25L, 1009L),
          Map.entry(26L, 1028L),
          Map.entry(114L, 199L),
          Map.entry(700L, 1021L),
          Map.entry(701L, 1022L),
          Map.entry(1042L, 1014L),
          Map.entry(1043L, 1015L),
          Map.entry(1082L, 1182L),
          Map.entry(1083L, 1183L),
          Map.entry(1114L, 1115L),
          Map.entry(1184L, 1185L),
          Map.entry(1700L, 1231L),
          Map.entry(2950L, 2951L),
          Map.entry(3802L, 3807L));

  static {
    List<Type> all = new ArrayList<>(SCALARS);
    for (Type element : SCALARS) {
      Long array = ARRAY_OF.get(element.oid());
      if (array != null) {
        all.add(new Type(array, "_" + element.name(), element.sqlName() + "[]", -1, "A"));
      }
    }
    TYPES = List.copyOf(all);
  }

  private TypeIds() {}

  /** Id of the type of arrays of a type; 0 for none. */
  static long arrayOf(long element) {
    return ARRAY_OF.getOrDefault(element, 0L);
  }

  /** Id of the type of an array type's elements; 0 for types that are no arrays. */
  static long elementOf(long array) {
    for (Map.Entry<Long, Long> entry : ARRAY_OF.entrySet()) {
      if (entry.getValue() == array) {
        return entry.getKey();
      }
    }
    return 0;
  }

  static List<Type> all() {
    return TYPES;
  }

  /** Id of the type that a column type is shown as. */
  public static long of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 16;
      case BLOB -> 17;
      case INTEGER -> ofInteger(type);
      case TEXT -> type.equals(ColumnType.NAME) ? 19 : type.precision() > 0 ? 1043 : 25;
      case ANY -> type.isNumber() ? 1700 : 25;
      case JSON -> type.isArray() ? ARRAY_OF.get(of(type.elementType())) : 114;
      case REAL -> 701;
      case DATE -> 1082;
      case TIME -> 1083;
      case TIMESTAMP -> 1114;
      case TIMESTAMPTZ -> 1184;
      case DECIMAL -> 1700;
      case UUID -> 2950;
    };
  }

  private static long ofInteger(ColumnType type) {
    if (type.equals(ColumnType.OID)) {
      return 26;
    }
    return type.equals(ColumnType.TRUTH) ? 16 : 20;
  }

  /** Type modifier; -1 for none. */
  public static long modifierOf(ColumnType type) {
    if (type.kind() == TypeKind.TEXT && type.precision() > 0) {
      return type.precision() + 4L;
    }
    if (type.kind() == TypeKind.DECIMAL) {
      return ((long) type.precision() << 16 | type.scale()) + 4;
    }
    return -1;
  }

  static int lengthOf(ColumnType type) {
    return byId(of(type)).length();
  }

  /** The type with this id, or null. */
  public static Type byId(long oid) {
    for (Type type : TYPES) {
      if (type.oid() == oid) {
        return type;
      }
    }
    return null;
  }

  /** The type with this name in pg_type or in SQL, or null. */
  public static Type byName(String name) {
    String wanted = name.toLowerCase(Locale.ROOT).trim();
    for (Type type : TYPES) {
      if (type.name().equals(wanted) || type.sqlName().equals(wanted)) {
        return type;
      }
    }
    return switch (wanted) {
      case "int" -> byId(23);
      case "decimal" -> byId(1700);
      case "float" -> byId(701);
      default -> null;
    };
  }

  /** What {@code format_type(oid, modifier)} prints; null for a null id. */
  public static String format(Long oid, Long modifier) {
    if (oid == null) {
      return null;
    }
    Type type = byId(oid);
    if (type == null) {
      return "???";
    }
    if (modifier == null || modifier < 4) {
      return type.sqlName();
    }
    if (oid == 1700) {
      return "numeric(" + (modifier - 4 >> 16) + "," + (modifier - 4 & 0xffff) + ")";
    }
    return oid == 1043 || oid == 1042
        ? type.sqlName() + "(" + (modifier - 4) + ")"
        : type.sqlName();
  }
}
