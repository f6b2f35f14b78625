package io.dolake.server.pg.wire;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The data types a PostgreSQL client sees, by their object id. */
public enum PgType {
  BOOL(16, 1, "boolean", ColumnType.BOOLEAN),
  BYTEA(17, -1, "bytea", ColumnType.BLOB),
  CHAR(18, 1, "\"char\"", ColumnType.TEXT),
  NAME(19, 64, "name", ColumnType.TEXT),
  INT8(20, 8, "bigint", ColumnType.INTEGER),
  INT2(21, 2, "smallint", ColumnType.INTEGER),
  INT4(23, 4, "integer", ColumnType.INTEGER),
  TEXT(25, -1, "text", ColumnType.TEXT),
  OID(26, 4, "oid", ColumnType.OID),
  JSON(114, -1, "json", ColumnType.JSON),
  FLOAT4(700, 4, "real", ColumnType.REAL),
  FLOAT8(701, 8, "double precision", ColumnType.REAL),
  UNKNOWN(705, -2, "unknown", null),
  BPCHAR(1042, -1, "character", ColumnType.TEXT),
  VARCHAR(1043, -1, "character varying", ColumnType.TEXT),
  DATE(1082, 4, "date", ColumnType.DATE),
  TIME(1083, 8, "time without time zone", ColumnType.TIME),
  TIMESTAMP(1114, 8, "timestamp without time zone", ColumnType.TIMESTAMP),
  TIMESTAMPTZ(1184, 8, "timestamp with time zone", ColumnType.TIMESTAMPTZ),
  NUMERIC(1700, -1, "numeric", null),
  UUID(2950, 16, "uuid", ColumnType.UUID),
  JSONB(3802, -1, "jsonb", ColumnType.JSON),
  BOOL_ARRAY(1000, BOOL),
  BYTEA_ARRAY(1001, BYTEA),
  CHAR_ARRAY(1002, CHAR),
  NAME_ARRAY(1003, NAME),
  INT2_ARRAY(1005, INT2),
  INT4_ARRAY(1007, INT4),
  TEXT_ARRAY(1009, TEXT),
  BPCHAR_ARRAY(1014, BPCHAR),
  VARCHAR_ARRAY(1015, VARCHAR),
  INT8_ARRAY(1016, INT8),
  FLOAT4_ARRAY(1021, FLOAT4),
  FLOAT8_ARRAY(1022, FLOAT8),
  OID_ARRAY(1028, OID),
  TIMESTAMP_ARRAY(1115, TIMESTAMP),
  DATE_ARRAY(1182, DATE),
  TIME_ARRAY(1183, TIME),
  TIMESTAMPTZ_ARRAY(1185, TIMESTAMPTZ),
  NUMERIC_ARRAY(1231, NUMERIC),
  JSON_ARRAY(199, JSON),
  UUID_ARRAY(2951, UUID),
  JSONB_ARRAY(3807, JSONB);

  private static final Map<Integer, PgType> BY_OID = new HashMap<>();
  private static final PgType[] BY_KIND = new PgType[TypeKind.values().length];
  private static final Map<PgType, PgType> ARRAY_OF = new EnumMap<>(PgType.class);

  static {
    for (PgType type : values()) {
      BY_OID.put(type.oid, type);
      if (type.element != null) {
        ARRAY_OF.put(type.element, type);
      }
    }
    BY_KIND[TypeKind.BOOLEAN.ordinal()] = BOOL;
    BY_KIND[TypeKind.INTEGER.ordinal()] = INT8;
    BY_KIND[TypeKind.REAL.ordinal()] = FLOAT8;
    BY_KIND[TypeKind.DECIMAL.ordinal()] = NUMERIC;
    BY_KIND[TypeKind.TEXT.ordinal()] = TEXT;
    BY_KIND[TypeKind.BLOB.ordinal()] = BYTEA;
    BY_KIND[TypeKind.DATE.ordinal()] = DATE;
    BY_KIND[TypeKind.TIME.ordinal()] = TIME;
    BY_KIND[TypeKind.TIMESTAMP.ordinal()] = TIMESTAMP;
    BY_KIND[TypeKind.TIMESTAMPTZ.ordinal()] = TIMESTAMPTZ;
    BY_KIND[TypeKind.UUID.ordinal()] = UUID;
    BY_KIND[TypeKind.JSON.ordinal()] = JSON;
    BY_KIND[TypeKind.ANY.ordinal()] = TEXT;
  }

  private final int oid;
  private final int length;
  private final String sqlName;
  private final ColumnType columnType;
  private final PgType element;

  PgType(int oid, int length, String sqlName, ColumnType columnType) {
    this.oid = oid;
    this.length = length;
    this.sqlName = sqlName;
    this.columnType = columnType;
    this.element = null;
  }

  PgType(int oid, PgType element) {
    this.oid = oid;
    this.length = -1;
    this.sqlName = element.sqlName + "[]";
    this.columnType =
        ColumnType.arrayOf(element.columnType == null ? ColumnType.NUMBER : element.columnType);
    this.element = element;
  }

  /** Type of an array's elements; null for types that are no arrays. */
  public PgType element() {
    return element;
  }

  public int oid() {
    return oid;
  }

  /** Size in bytes of a value in memory as PostgreSQL has it; negative for variable size. */
  public int length() {
    return length;
  }

  /** Name as {@code format_type} prints it. */
  public String sqlName() {
    return sqlName;
  }

  /** Type to plan a parameter with, or null where the planner is to infer it. */
  public ColumnType columnType() {
    return columnType;
  }

  /** The type with this object id, or null. */
  public static PgType ofOid(int oid) {
    return BY_OID.get(oid);
  }

  /** What values of a column type are sent as. */
  public static PgType of(ColumnType type) {
    if (type.kind() == TypeKind.TEXT && type.precision() > 0) {
      return VARCHAR;
    }
    if (type.equals(ColumnType.NUMBER)) {
      return NUMERIC;
    }
    if (type.equals(ColumnType.OID)) {
      return OID;
    }
    if (type.equals(ColumnType.TRUTH)) {
      return BOOL;
    }
    if (type.equals(ColumnType.NAME)) {
      return NAME;
    }
    return type.isArray() ? ARRAY_OF.get(of(type.elementType())) : BY_KIND[type.kind().ordinal()];
  }

  /** Type modifier: length of texts, precision and scale of numbers; -1 for none. */
  public static int modifierOf(ColumnType type) {
    if (type.kind() == TypeKind.TEXT && type.precision() > 0) {
      return type.precision() + 4;
    }
    if (type.kind() == TypeKind.DECIMAL) {
      return (type.precision() << 16 | type.scale()) + 4;
    }
    return -1;
  }
}
