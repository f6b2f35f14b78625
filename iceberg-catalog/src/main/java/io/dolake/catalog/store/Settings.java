package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.SQLException;

/** The rows of table {@code settings}, as one session sees them. */
public final class Settings {
  private final Connection connection;

  Settings(Connection connection) {
    this.connection = connection;
  }

  /** The setting, which is the given value if there was none before. */
  public String getOrCreate(String name, String value) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO settings (name, setting) VALUES (?, ?) ON CONFLICT DO NOTHING",
        name,
        value);
    return Sql.first(
            connection,
            row -> row.getString(1),
            "SELECT setting FROM settings WHERE name = ?",
            name)
        .orElseThrow(() -> new SQLException("Setting vanished: " + name));
  }
}
