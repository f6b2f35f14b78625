package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** The rows of table {@code idempotency_keys}, as one session sees them. */
public final class IdempotencyKeys {
  /** An answer and the fingerprint of the request it answers. */
  public record Entry(String fingerprint, StoredAnswer answer) {}

  private final Connection connection;

  IdempotencyKeys(Connection connection) {
    this.connection = connection;
  }

  public Optional<Entry> find(String key) throws SQLException {
    return Sql.first(
        connection,
        row ->
            new Entry(
                row.getString(1),
                new StoredAnswer(
                    row.getInt(2),
                    StoredAnswer.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                    row.getString(4))),
        "SELECT fingerprint, status, kind, content FROM idempotency_keys"
            + " WHERE idempotency_key = ?",
        key);
  }

  /**
   * @throws DuplicateKeyException out of the unit of work, if the key has an answer
   */
  public void insert(String key, String fingerprint, StoredAnswer answer, long nowMillis)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO idempotency_keys"
            + " (idempotency_key, fingerprint, status, kind, content, created_at_millis)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        key,
        fingerprint,
        answer.status(),
        answer.kind().name().toLowerCase(Locale.ROOT),
        answer.content(),
        nowMillis);
  }

  /** Forgets at most {@code limit} keys first seen before the given time. */
  public int deleteOlderThan(long millis, int limit) throws SQLException {
    return Sql.update(
        connection,
        "DELETE FROM idempotency_keys WHERE idempotency_key IN (SELECT idempotency_key"
            + " FROM idempotency_keys WHERE created_at_millis < ? ORDER BY created_at_millis"
            + " LIMIT ?)",
        millis,
        limit);
  }
}
