package io.dolake.cli.bench.pg;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Something a tool asks the catalog, answered when all rows are there. */
@FunctionalInterface
interface Question {
  void ask(Connection connection) throws SQLException;

  static Question ofQuery(String sql) {
    return connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        readAll(rows);
      }
    };
  }

  /** Goes through the rows, as a tool does. */
  static void readAll(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        rows.getString(i);
      }
    }
  }
}
