package io.dolake.sql;

import io.dolake.storage.IsolationLevel;
import java.time.Duration;
import java.util.Objects;

/**
 * Where a session starts from; {@code SET} changes them later.
 *
 * @param user name of the session's user
 * @param database name shown to clients
 * @param isolation level of transactions that name none
 * @param statementTimeout zero for none
 * @param lockTimeout longest wait for a row lock
 * @param memoryLimitBytes what one statement's sorts, hashes and results may hold before spilling
 *     or failing with OUT_OF_MEMORY
 */
public record SessionOptions(
    String user,
    String database,
    IsolationLevel isolation,
    Duration statementTimeout,
    Duration lockTimeout,
    long memoryLimitBytes) {
  public static final SessionOptions DEFAULT =
      new SessionOptions(
          "dolake",
          "main",
          IsolationLevel.SERIALIZABLE,
          Duration.ZERO,
          Duration.ofSeconds(5),
          64L << 20);

  public SessionOptions {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(statementTimeout, "statementTimeout");
    Objects.requireNonNull(lockTimeout, "lockTimeout");
  }
}
