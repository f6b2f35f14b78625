package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The rows of table {@code events}, as one session sees them. */
public final class Events {
  private final Connection connection;

  Events(Connection connection) {
    this.connection = connection;
  }

  /**
   * Adds an event with the next number; {@code row.eventId} is ignored. Takes the clock's row lock,
   * which every mutation holds until it ends: call it last.
   */
  long append(EventRow row) throws SQLException {
    long eventId =
        Sql.first(
                connection,
                rows -> rows.getLong(1),
                "UPDATE catalog_clock SET last_event = last_event + 1 WHERE id = 1"
                    + " RETURNING last_event")
            .orElseThrow(() -> new SQLException("The catalog's clock has no row"));
    Sql.update(
        connection,
        "INSERT INTO events"
            + " (event_id, commit_id, occurred_at_millis, principal, operation, changes)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        eventId,
        row.commitId(),
        row.occurredAtMillis(),
        row.principal(),
        row.operation(),
        row.changesJson());
    return eventId;
  }

  /**
   * Whether a transaction was committed. Waits for any transaction that is still holding the clock,
   * so that the answer is final.
   */
  boolean isCommitted(String commitId) throws SQLException {
    Sql.update(connection, "UPDATE catalog_clock SET last_event = last_event WHERE id = 1");
    return Sql.first(connection, row -> true, "SELECT 1 FROM events WHERE commit_id = ?", commitId)
        .isPresent();
  }

  public long lastEventId() throws SQLException {
    return Sql.first(
            connection, row -> row.getLong(1), "SELECT last_event FROM catalog_clock WHERE id = 1")
        .orElseThrow(() -> new SQLException("The catalog's clock has no row"));
  }

  /** The number of the oldest event kept, or 0 if none is. */
  public long firstEventId() throws SQLException {
    return Sql.first(
            connection, row -> row.getLong(1), "SELECT COALESCE(MIN(event_id), 0) FROM events")
        .orElse(0L);
  }

  /** Events after the given number, in order. */
  public List<EventRow> after(long eventId, int limit) throws SQLException {
    return Sql.list(
        connection,
        row ->
            new EventRow(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)),
        "SELECT event_id, commit_id, occurred_at_millis, principal, operation, changes"
            + " FROM events WHERE event_id > ? ORDER BY event_id LIMIT ?",
        eventId,
        limit);
  }

  /** Forgets the oldest events that happened before the given time, at most {@code limit}. */
  public int deleteOlderThan(long millis, int limit) throws SQLException {
    record Age(long eventId, long occurredAtMillis) {}
    List<Age> oldest =
        Sql.list(
            connection,
            row -> new Age(row.getLong(1), row.getLong(2)),
            "SELECT event_id, occurred_at_millis FROM events ORDER BY event_id LIMIT ?",
            limit);
    long last = 0;
    for (Age age : oldest) {
      if (age.occurredAtMillis() >= millis) {
        break;
      }
      last = age.eventId();
    }
    return last == 0 ? 0 : Sql.update(connection, "DELETE FROM events WHERE event_id <= ?", last);
  }

  /** Forgets all but the newest {@code keep} events, at most {@code limit} at a time. */
  public int deleteBeyond(long keep, int limit) throws SQLException {
    return Sql.update(
        connection,
        "DELETE FROM events WHERE event_id IN (SELECT event_id FROM events WHERE event_id <= ?"
            + " ORDER BY event_id LIMIT ?)",
        lastEventId() - keep,
        limit);
  }
}
