package io.dolake.catalog.store;

import java.time.Duration;
import java.util.Objects;

/**
 * How to reach the catalog's database.
 *
 * @param jdbcUrl {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}
 * @param user database user, or null if the URL needs none
 * @param password the user's password, or null
 * @param connections connections to PostgreSQL; SQLite always has one that writes
 * @param connectionWait how long a request may wait for a connection
 */
public record DatabaseConfig(
    String jdbcUrl, String user, String password, int connections, Duration connectionWait) {
  public DatabaseConfig {
    Objects.requireNonNull(jdbcUrl, "jdbcUrl");
    Objects.requireNonNull(connectionWait, "connectionWait");
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "DatabaseConfig[jdbcUrl=%s, user=%s, connections=%d]"
        .formatted(jdbcUrl, user, connections);
  }
}
