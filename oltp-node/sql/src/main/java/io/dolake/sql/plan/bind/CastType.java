package io.dolake.sql.plan.bind;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.types.Affinity;
import io.dolake.sql.types.Cast;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;

/**
 * What a CAST casts to: one of our types, or SQLite's NUMERIC, which no column has. Names that mean
 * nothing to us follow SQLite's rules of affinity.
 */
record CastType(String name, ColumnType type, boolean numeric) {
  static CastType of(SqlDataTypeSpec spec) {
    int precision = -1;
    int scale = -1;
    if (spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic) {
      precision = basic.getPrecision();
      scale = basic.getScale();
    }
    String text = spec.getTypeName().toString();
    int bracket = text.indexOf('[');
    boolean array = bracket > 0;
    text = array ? text.substring(0, bracket) : text;
    int open = text.indexOf('(');
    if (open > 0) {
      String[] numbers = text.substring(open + 1).replace(")", "").split(",");
      precision = parse(numbers[0]);
      scale = numbers.length > 1 ? parse(numbers[1]) : -1;
      text = text.substring(0, open);
    }
    CastType type = of(text.strip(), precision, scale);
    return array ? arrayOf(type) : type;
  }

  private static CastType arrayOf(CastType element) {
    return new CastType(element.name + "[]", ColumnType.arrayOf(element.type), false);
  }

  private static int parse(String number) {
    try {
      return Integer.parseInt(number.strip());
    } catch (NumberFormatException notOne) {
      return -1;
    }
  }

  private static CastType of(String written, int precision, int scale) {
    String name = written.replace("\"", "").toUpperCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    name = dot < 0 ? name : name.substring(dot + 1);
    if (name.startsWith("_")) {
      return arrayOf(of(name.substring(1), -1, -1)); // PostgreSQL's own names of array types
    }
    ColumnType exact =
        switch (name) {
          case "BOOLEAN", "BOOL" -> ColumnType.BOOLEAN;
          case "DATE" -> ColumnType.DATE;
          case "TIME", "TIME WITHOUT TIME ZONE" -> ColumnType.TIME;
          case "TIMESTAMP", "DATETIME", "TIMESTAMP WITHOUT TIME ZONE" -> ColumnType.TIMESTAMP;
          case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_WITH_TIME_ZONE" ->
              ColumnType.TIMESTAMPTZ;
          case "UUID" -> ColumnType.UUID;
          case "JSON", "JSONB" -> ColumnType.JSON;
          case "BYTEA", "BLOB", "VARBINARY", "BINARY", "" -> ColumnType.BLOB;
          case "ANY" -> ColumnType.ANY;
          case "REGCLASS", "REGTYPE", "REGPROC", "REGNAMESPACE", "REGROLE" -> ColumnType.TEXT;
          case "NAME" -> ColumnType.NAME;
          case "OID" -> ColumnType.OID;
          case "XID", "CID", "SIGNED", "UNSIGNED" -> ColumnType.INTEGER;
          default -> null;
        };
    if (exact != null) {
      return new CastType(name, exact, false);
    }
    boolean decimal = name.equals("DECIMAL") || name.equals("NUMERIC");
    if (decimal && precision > 0 && precision <= ColumnType.MAX_DECIMAL_PRECISION) {
      ColumnType type = ColumnType.decimal(precision, Math.min(precision, Math.max(0, scale)));
      return new CastType(name, type, false);
    }
    if (name.contains("INT")) {
      return new CastType(name, ColumnType.INTEGER, false);
    }
    if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
      return new CastType(name, ColumnType.TEXT, false);
    }
    if (name.contains("BLOB")) {
      return new CastType(name, ColumnType.BLOB, false);
    }
    if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
      return new CastType(name, ColumnType.REAL, false);
    }
    return new CastType("NUMERIC", ColumnType.NUMBER, true);
  }

  /** Whether values are ids of catalog objects that print as their names, as regclass's are. */
  boolean isObjectName() {
    return name.startsWith("REG") && type.equals(ColumnType.TEXT);
  }

  Affinity affinity() {
    return numeric ? Affinity.NUMERIC : Affinity.of(type);
  }

  Object apply(Object value) {
    if (name.equals("BYTEA") && value instanceof String text && text.startsWith("\\x")) {
      return hex(text.substring(2));
    }
    return numeric ? Cast.toNumeric(value) : Cast.to(type, value);
  }

  /** PostgreSQL's text form of bytes. */
  private static byte[] hex(String digits) {
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new DoLakeException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "invalid input syntax for type bytea: \"\\x" + digits + "\"");
    }
  }

  String digest() {
    return numeric ? "NUMERIC" : name.equals("BYTEA") ? name : type.toString();
  }
}
