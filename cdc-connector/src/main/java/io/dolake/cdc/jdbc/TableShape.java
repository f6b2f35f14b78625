package io.dolake.cdc.jdbc;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * The columns that a statement is about.
 *
 * @param schema schema of the table in the database
 * @param table its name
 * @param columns names of the columns
 * @param types their types in Flink
 * @param keyColumns positions of the primary key's columns; empty for none
 */
public record TableShape(
    String schema,
    String table,
    List<String> columns,
    List<LogicalType> types,
    List<Integer> keyColumns)
    implements Serializable {
  public TableShape {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
    types = List.copyOf(types);
    keyColumns = List.copyOf(keyColumns);
  }

  String quotedTable() {
    return Identifiers.quoteTable(schema, table);
  }

  List<String> keyNames() {
    return keyColumns.stream().map(columns::get).toList();
  }

  FieldBinder[] binders() {
    FieldBinder[] binders = new FieldBinder[columns.size()];
    for (int i = 0; i < binders.length; i++) {
      binders[i] = FieldBinder.of(columns.get(i), types.get(i));
    }
    return binders;
  }
}
