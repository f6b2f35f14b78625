package io.dolake.cdc.suite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;

/**
 * Rows of the written table, each once, as they appear. Fails on a row that was written wrongly.
 */
final class WrittenTexts implements ExternalSystemDataReader<String> {
  private final Connection connection;
  private final String table;
  private final Set<String> seen = new HashSet<>();

  WrittenTexts(Connection connection, String table) {
    this.connection = connection;
    this.table = table;
  }

  @Override
  public List<String> poll(Duration timeout) {
    List<String> fresh = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT value, length FROM " + table)) {
      while (rows.next()) {
        String value = rows.getString(1);
        if (rows.getLong(2) != value.length()) {
          throw new AssertionError("the row of " + value + " has length " + rows.getLong(2));
        }
        if (seen.add(value)) {
          fresh.add(value);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("table " + table + " cannot be read", e);
    }
    return fresh;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
