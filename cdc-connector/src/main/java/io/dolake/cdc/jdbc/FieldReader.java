package io.dolake.cdc.jdbc;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/** Reads a result's column into Flink's internal form. */
interface FieldReader extends Serializable {
  Object read(ResultSet result, int column) throws SQLException;

  /** Reader for a type, SQL NULL included; FEATURE_NOT_SUPPORTED for types no column has. */
  static FieldReader of(String column, LogicalType type) {
    FieldReader reader =
        switch (type.getTypeRoot()) {
          case BOOLEAN -> ResultSet::getBoolean;
          case TINYINT -> ResultSet::getByte;
          case SMALLINT -> ResultSet::getShort;
          case INTEGER -> ResultSet::getInt;
          case BIGINT -> ResultSet::getLong;
          case FLOAT -> ResultSet::getFloat;
          case DOUBLE -> ResultSet::getDouble;
          case DECIMAL -> decimal((DecimalType) type);
          case CHAR, VARCHAR ->
              (r, i) -> {
                String text = r.getString(i);
                return text == null ? null : StringData.fromString(text);
              };
          case BINARY, VARBINARY -> ResultSet::getBytes;
          case DATE ->
              (r, i) -> {
                LocalDate date = r.getObject(i, LocalDate.class);
                return date == null ? null : (Object) (int) date.toEpochDay();
              };
          case TIME_WITHOUT_TIME_ZONE ->
              (r, i) -> {
                LocalTime time = r.getObject(i, LocalTime.class);
                return time == null ? null : (Object) (int) (time.toNanoOfDay() / 1_000_000);
              };
          case TIMESTAMP_WITHOUT_TIME_ZONE ->
              (r, i) -> {
                LocalDateTime time = r.getObject(i, LocalDateTime.class);
                return time == null ? null : TimestampData.fromLocalDateTime(time);
              };
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              (r, i) -> {
                OffsetDateTime time = r.getObject(i, OffsetDateTime.class);
                return time == null ? null : TimestampData.fromInstant(time.toInstant());
              };
          default ->
              throw new DoLakeException(
                  ErrorCode.FEATURE_NOT_SUPPORTED,
                  "column " + column + " cannot have the type " + type.asSummaryString(),
                  "Declare it with a type of the list in docs/flink-source.md.");
        };
    return (result, i) -> {
      Object value = reader.read(result, i);
      return result.wasNull() ? null : value;
    };
  }

  private static FieldReader decimal(DecimalType type) {
    return (r, i) -> {
      var value = r.getBigDecimal(i);
      return value == null
          ? null
          : DecimalData.fromBigDecimal(value, type.getPrecision(), type.getScale());
    };
  }
}
