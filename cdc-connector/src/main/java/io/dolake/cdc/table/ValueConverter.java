package io.dolake.cdc.table;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/** Turns a column's value into Flink's internal form of a declared type, or refuses. */
interface ValueConverter extends Serializable {
  /**
   * @param value one of the classes of {@link io.dolake.common.type.TypeKind}, never null
   */
  Object convert(Object value);

  /** Converter to a type; FEATURE_NOT_SUPPORTED for types no column has. */
  static ValueConverter to(String column, LogicalType type) {
    ValueConverter converter =
        switch (type.getTypeRoot()) {
          case BOOLEAN ->
              value -> value instanceof Long number ? number != 0 : (Object) (Boolean) value;
          case TINYINT -> value -> (byte) integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
          case SMALLINT -> value -> (short) integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
          case INTEGER -> value -> (int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
          case BIGINT -> value -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
          case FLOAT -> value -> ((Number) value).floatValue();
          case DOUBLE -> value -> ((Number) value).doubleValue();
          case DECIMAL -> toDecimal((DecimalType) type);
          case CHAR, VARCHAR -> value -> StringData.fromString(text(value));
          case BINARY, VARBINARY ->
              value ->
                  value instanceof byte[] bytes
                      ? bytes
                      : text(value).getBytes(StandardCharsets.UTF_8);
          case DATE -> value -> (int) ((LocalDate) value).toEpochDay();
          case TIME_WITHOUT_TIME_ZONE ->
              value -> (int) (((LocalTime) value).toNanoOfDay() / 1_000_000);
          case TIMESTAMP_WITHOUT_TIME_ZONE ->
              value ->
                  TimestampData.fromLocalDateTime(
                      value instanceof Instant instant
                          ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
                          : (LocalDateTime) value);
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              value ->
                  TimestampData.fromInstant(
                      value instanceof LocalDateTime local
                          ? local.toInstant(ZoneOffset.UTC)
                          : (Instant) value);
          default ->
              throw new DoLakeException(
                  ErrorCode.FEATURE_NOT_SUPPORTED,
                  "column " + column + " cannot have the type " + type.asSummaryString(),
                  "Declare it with a type of the list in docs/flink-source.md.");
        };
    return value -> convertChecked(column, type, converter, value);
  }

  private static Object convertChecked(
      String column, LogicalType type, ValueConverter converter, Object value) {
    try {
      return converter.convert(value);
    } catch (ClassCastException | ArithmeticException e) {
      throw new DoLakeException(
          ErrorCode.DATATYPE_MISMATCH,
          "a value of column "
              + column
              + " ("
              + value.getClass().getSimpleName()
              + ") does not fit the declared type "
              + type.asSummaryString(),
          "Declare the column as the database has it; a Flink catalog of type dosql does.",
          e);
    }
  }

  private static ValueConverter toDecimal(DecimalType type) {
    return value -> {
      BigDecimal decimal =
          value instanceof BigDecimal exact ? exact : new BigDecimal(value.toString());
      DecimalData data = DecimalData.fromBigDecimal(decimal, type.getPrecision(), type.getScale());
      if (data == null) {
        throw new ArithmeticException("too many digits");
      }
      return data;
    };
  }

  private static long integer(Object value, long minimum, long maximum) {
    long number = value instanceof Boolean truth ? (truth ? 1 : 0) : (Long) value;
    if (number < minimum || number > maximum) {
      throw new ArithmeticException("out of range");
    }
    return number;
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }
}
