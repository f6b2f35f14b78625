package io.dolake.flinksql.catalog;

import io.dolake.cdc.jdbc.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/** The database's CREATE TABLE for a Flink schema. */
final class TableDdl {
  private TableDdl() {}

  static String createTable(ObjectPath path, ResolvedSchema schema, boolean ifNotExists) {
    List<String> parts = new ArrayList<>();
    for (Column column : schema.getColumns()) {
      if (!column.isPhysical()) {
        throw new ValidationException(
            "column "
                + column.getName()
                + " is not stored: a table of the database has physical columns only; declare"
                + " others in a Flink table with LIKE.");
      }
      LogicalType type = column.getDataType().getLogicalType();
      parts.add(
          Identifiers.quote(column.getName())
              + " "
              + typeName(column.getName(), type)
              + (type.isNullable() ? "" : " NOT NULL"));
    }
    schema
        .getPrimaryKey()
        .ifPresent(
            key ->
                parts.add(
                    key.getColumns().stream()
                        .map(Identifiers::quote)
                        .collect(Collectors.joining(", ", "PRIMARY KEY (", ")"))));
    return "CREATE TABLE "
        + (ifNotExists ? "IF NOT EXISTS " : "")
        + Identifiers.quoteTable(path.getDatabaseName(), path.getObjectName())
        + " ("
        + String.join(", ", parts)
        + ")";
  }

  private static String typeName(String column, LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> "BOOLEAN";
      case TINYINT, SMALLINT, INTEGER, BIGINT -> "BIGINT";
      case FLOAT, DOUBLE -> "DOUBLE PRECISION";
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        yield "DECIMAL(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
      }
      case CHAR, VARCHAR -> "TEXT";
      case BINARY, VARBINARY -> "BLOB";
      case DATE -> "DATE";
      case TIME_WITHOUT_TIME_ZONE -> "TIME";
      case TIMESTAMP_WITHOUT_TIME_ZONE -> "TIMESTAMP";
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "TIMESTAMPTZ";
      default ->
          throw new ValidationException(
              "column "
                  + column
                  + " has type "
                  + type.asSummaryString()
                  + ", which the database does not have.");
    };
  }
}
