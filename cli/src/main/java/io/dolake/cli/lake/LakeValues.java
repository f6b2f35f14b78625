package io.dolake.cli.lake;

import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/** DuckDB's types and values as the database's. */
final class LakeValues {
  private LakeValues() {}

  static ColumnType typeOf(String duckDbType) {
    if (duckDbType.startsWith("DECIMAL(")) {
      String[] numbers = duckDbType.substring(8, duckDbType.length() - 1).split(",");
      return ColumnType.decimal(
          Integer.parseInt(numbers[0].strip()), Integer.parseInt(numbers[1].strip()));
    }
    return switch (duckDbType) {
      case "BOOLEAN" -> ColumnType.BOOLEAN;
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
          ColumnType.INTEGER;
      // Sums of integers: wider than 64 bits.
      case "HUGEINT", "UHUGEINT", "UBIGINT", "BIGNUM" -> ColumnType.decimal(38, 0);
      case "FLOAT", "DOUBLE" -> ColumnType.REAL;
      case "BLOB" -> ColumnType.BLOB;
      case "DATE" -> ColumnType.DATE;
      case "TIME" -> ColumnType.TIME;
      case "TIMESTAMP" -> ColumnType.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> ColumnType.TIMESTAMPTZ;
      case "UUID" -> ColumnType.UUID;
      default -> ColumnType.TEXT;
    };
  }

  /** Value of a column, of the Java class of the database's type; null is SQL NULL. */
  static Object read(ResultSet rows, int index, ColumnType type) throws SQLException {
    Object value = rows.getObject(index);
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN -> value;
      case INTEGER -> ((Number) value).longValue();
      case REAL -> ((Number) value).doubleValue();
      case DECIMAL -> decimal(value);
      case BLOB -> bytes(value);
      case DATE -> value instanceof LocalDate ? value : rows.getObject(index, LocalDate.class);
      case TIME -> value instanceof LocalTime ? value : rows.getObject(index, LocalTime.class);
      case TIMESTAMP -> rows.getObject(index, LocalDateTime.class);
      case TIMESTAMPTZ -> rows.getObject(index, OffsetDateTime.class).toInstant();
      case UUID -> value instanceof UUID ? value : UUID.fromString(value.toString());
      default -> rows.getString(index);
    };
  }

  private static BigDecimal decimal(Object value) {
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }

  private static byte[] bytes(Object value) throws SQLException {
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    return (byte[]) value;
  }
}
