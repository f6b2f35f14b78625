package io.dolake.cdc.pipeline;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.cdc.common.data.DateData;
import org.apache.flink.cdc.common.data.DecimalData;
import org.apache.flink.cdc.common.data.LocalZonedTimestampData;
import org.apache.flink.cdc.common.data.TimeData;
import org.apache.flink.cdc.common.data.TimestampData;
import org.apache.flink.cdc.common.data.binary.BinaryStringData;
import org.apache.flink.cdc.common.event.TableId;
import org.apache.flink.cdc.common.schema.Column;
import org.apache.flink.cdc.common.schema.Schema;
import org.apache.flink.cdc.common.types.DataType;
import org.apache.flink.cdc.common.types.DataTypes;

/** Our tables, types and values in Flink CDC's terms. */
final class CdcTypes {
  private CdcTypes() {}

  static TableId tableId(TableDef table) {
    return TableId.tableId(table.schema(), table.name());
  }

  /** Columns that users see: not the hidden rowid. */
  static List<ColumnDef> visibleColumns(TableDef table) {
    return table.columns().stream().filter(column -> !column.hidden()).toList();
  }

  static Schema schema(TableDef table) {
    Schema.Builder schema = Schema.newBuilder();
    visibleColumns(table).forEach(column -> schema.column(column(column)));
    if (!table.hasHiddenRowId()) {
      List<String> key = new ArrayList<>();
      for (KeyColumn part : table.primaryKey()) {
        key.add(table.columns().get(table.ordinalOf(part.columnId())).name());
      }
      schema.primaryKey(key);
    }
    return schema.comment(table.comment()).build();
  }

  static Column column(ColumnDef column) {
    return Column.physicalColumn(column.name(), type(column), column.comment());
  }

  static DataType type(ColumnDef column) {
    DataType type = type(column.type());
    return column.nullable() ? type.nullable() : type.notNull();
  }

  private static DataType type(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> DataTypes.BOOLEAN();
      case INTEGER -> DataTypes.BIGINT();
      case REAL -> DataTypes.DOUBLE();
      case DECIMAL -> DataTypes.DECIMAL(type.precision(), type.scale());
      case TEXT, UUID, JSON, ANY -> DataTypes.STRING();
      case BLOB -> DataTypes.BYTES();
      case DATE -> DataTypes.DATE();
      case TIME -> DataTypes.TIME(3);
      case TIMESTAMP -> DataTypes.TIMESTAMP(6);
      case TIMESTAMPTZ -> DataTypes.TIMESTAMP_LTZ(6);
    };
  }

  /** A value in Flink CDC's internal form; null stays null. */
  static Object value(ColumnType type, Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN, INTEGER, REAL, BLOB -> value;
      case DECIMAL ->
          DecimalData.fromBigDecimal((BigDecimal) value, type.precision(), type.scale());
      case TEXT, UUID, JSON, ANY -> BinaryStringData.fromString(value.toString());
      case DATE -> DateData.fromLocalDate((LocalDate) value);
      case TIME -> TimeData.fromLocalTime((LocalTime) value);
      case TIMESTAMP -> TimestampData.fromLocalDateTime((LocalDateTime) value);
      case TIMESTAMPTZ -> LocalZonedTimestampData.fromInstant((Instant) value);
    };
  }
}
