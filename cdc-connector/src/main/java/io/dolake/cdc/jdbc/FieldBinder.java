package io.dolake.cdc.jdbc;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;

/** Sets a statement's parameter from a field of a row. */
interface FieldBinder extends Serializable {
  /** The field is not null. */
  void bind(PreparedStatement statement, int parameter, Object value) throws SQLException;

  /** Sets a parameter from a row's field, null included. */
  static void bind(
      FieldBinder binder,
      RowData.FieldGetter getter,
      RowData row,
      PreparedStatement statement,
      int parameter)
      throws SQLException {
    Object value = getter.getFieldOrNull(row);
    if (value == null) {
      statement.setNull(parameter, Types.OTHER);
    } else {
      binder.bind(statement, parameter, value);
    }
  }

  /** Binder for a type; FEATURE_NOT_SUPPORTED for types that no column has. */
  static FieldBinder of(String column, LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> (s, i, value) -> s.setBoolean(i, (Boolean) value);
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          (s, i, value) -> s.setLong(i, ((Number) value).longValue());
      case FLOAT, DOUBLE -> (s, i, value) -> s.setDouble(i, ((Number) value).doubleValue());
      case DECIMAL ->
          (s, i, value) ->
              s.setBigDecimal(i, ((org.apache.flink.table.data.DecimalData) value).toBigDecimal());
      case CHAR, VARCHAR -> (s, i, value) -> s.setString(i, value.toString());
      case BINARY, VARBINARY -> (s, i, value) -> s.setBytes(i, (byte[]) value);
      case DATE -> (s, i, value) -> s.setObject(i, LocalDate.ofEpochDay((Integer) value));
      case TIME_WITHOUT_TIME_ZONE ->
          (s, i, value) -> s.setObject(i, LocalTime.ofNanoOfDay((Integer) value * 1_000_000L));
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          (s, i, value) -> s.setObject(i, ((TimestampData) value).toLocalDateTime());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          (s, i, value) ->
              s.setObject(i, ((TimestampData) value).toInstant().atOffset(ZoneOffset.UTC));
      default ->
          throw new DoLakeException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "column " + column + " cannot have the type " + type.asSummaryString(),
              "Declare it with a type of the list in docs/flink-source.md.");
    };
  }
}
