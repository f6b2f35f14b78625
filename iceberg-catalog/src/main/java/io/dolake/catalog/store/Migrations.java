package io.dolake.catalog.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** Brings the store's schema to the version this server knows, in one transaction. */
final class Migrations {
  static final int CURRENT_VERSION = 1;

  /** Any number will do, as long as every catalog server takes the same advisory lock. */
  private static final long POSTGRES_LOCK = 0x646f6c616b65L;

  private static final Pattern COMMENT = Pattern.compile("(?m)--.*$");

  private Migrations() {}

  /**
   * Applies the missing versions in order. Servers that start together wait for each other.
   *
   * @throws IllegalStateException if the schema is newer than this server
   */
  static void apply(Database database) {
    database.write(
        connection -> {
          migrate(connection, database.dialect());
          return null;
        },
        connection -> version(connection) == CURRENT_VERSION);
  }

  private static void migrate(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (dialect == Dialect.POSTGRESQL) {
        statement.execute("SELECT pg_advisory_xact_lock(" + POSTGRES_LOCK + ")");
      }
      statement.execute(
          "CREATE TABLE IF NOT EXISTS catalog_schema (version INTEGER NOT NULL PRIMARY KEY)");
      int version = version(connection);
      if (version > CURRENT_VERSION) {
        throw new IllegalStateException(
            "The catalog's database has schema version %d, this server knows up to %d: upgrade it"
                .formatted(version, CURRENT_VERSION));
      }
      for (int next = version + 1; next <= CURRENT_VERSION; next++) {
        for (String sql : script(next).split(";")) {
          if (!sql.isBlank()) {
            statement.execute(dialect.ddl(sql));
          }
        }
        statement.execute("INSERT INTO catalog_schema (version) VALUES (" + next + ")");
      }
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM catalog_schema")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static String script(int version) {
    String name = "schema-" + version + ".sql";
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return COMMENT.matcher(text).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
