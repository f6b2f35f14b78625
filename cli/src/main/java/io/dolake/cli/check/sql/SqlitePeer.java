package io.dolake.cli.check.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** SQLite in memory, to compare with. */
final class SqlitePeer implements AutoCloseable {
  private final Connection connection;

  SqlitePeer() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  Connection connection() {
    return connection;
  }

  List<Object[]> run(String sql) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet results = statement.getResultSet()) {
          int width = results.getMetaData().getColumnCount();
          while (results.next()) {
            Object[] row = new Object[width];
            for (int i = 0; i < width; i++) {
              row[i] = results.getObject(i + 1);
            }
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
