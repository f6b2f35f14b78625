package io.dolake.cdc.table;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.type.ColumnType;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/**
 * Flink's type for each of ours. Times have milliseconds in Flink, so their microseconds are cut;
 * UUID, JSON and ANY are text.
 */
public final class FlinkTypes {
  private FlinkTypes() {}

  public static DataType of(ColumnDef column) {
    DataType type = of(column.type());
    return column.nullable() ? type.nullable() : type.notNull();
  }

  public static DataType of(ColumnType type) {
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
}
