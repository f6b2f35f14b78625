package io.dolake.cdc.jdbc;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * The rows that have given values in given columns.
 *
 * @param shape the columns that come back
 * @param keys the columns that are compared, with their types
 */
public record LookupQuery(TableShape shape, TableShape keys) implements Serializable {
  String sql() {
    return "SELECT "
        + Identifiers.list(shape.columns())
        + " FROM "
        + shape.quotedTable()
        + " WHERE "
        + keys.columns().stream()
            .map(column -> Identifiers.quote(column) + " = ?")
            .collect(Collectors.joining(" AND "));
  }

  FieldReader[] readers() {
    FieldReader[] readers = new FieldReader[shape.columns().size()];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = FieldReader.of(shape.columns().get(i), shape.types().get(i));
    }
    return readers;
  }

  /** Runs the query; SQL's equality, so a null in the key finds nothing. */
  Collection<RowData> run(
      Connection connection, FieldBinder[] binders, FieldReader[] readers, RowData key)
      throws SQLException {
    List<RowData> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql())) {
      for (int i = 0; i < binders.length; i++) {
        if (key.isNullAt(i)) {
          return rows;
        }
        RowData.FieldGetter getter = RowData.createFieldGetter(keys.types().get(i), i);
        FieldBinder.bind(binders[i], getter, key, statement, i + 1);
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          GenericRowData row = new GenericRowData(readers.length);
          for (int i = 0; i < readers.length; i++) {
            row.setField(i, readers[i].read(result, i + 1));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
