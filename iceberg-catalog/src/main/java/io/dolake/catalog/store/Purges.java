package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The rows of table {@code purges}: tables whose files wait to be deleted. */
public final class Purges {
  /** One table's files to delete. */
  public record Purge(String purgeId, String tableName, String metadataLocation, int attempts) {}

  private final Connection connection;
  private final Dialect dialect;

  Purges(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  public void insert(String purgeId, String tableName, String metadataLocation, long nowMillis)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO purges (purge_id, table_name, metadata_location, requested_at_millis,"
            + " not_before_millis, attempts, last_error) VALUES (?, ?, ?, ?, ?, 0, '')",
        purgeId,
        tableName,
        metadataLocation,
        nowMillis,
        nowMillis);
  }

  /**
   * Takes the purge that has been due for longest. Nobody else is given it before {@code
   * leaseEndMillis}, so that a server that dies while purging leaves it to another.
   */
  public Optional<Purge> claimDue(long nowMillis, long leaseEndMillis) throws SQLException {
    Optional<Purge> due =
        Sql.first(
            connection,
            row ->
                new Purge(row.getString(1), row.getString(2), row.getString(3), row.getInt(4) + 1),
            dialect.locking(
                "SELECT purge_id, table_name, metadata_location, attempts FROM purges"
                    + " WHERE not_before_millis <= ? ORDER BY not_before_millis LIMIT 1"),
            nowMillis);
    if (due.isPresent()) {
      Sql.update(
          connection,
          "UPDATE purges SET attempts = attempts + 1, not_before_millis = ? WHERE purge_id = ?",
          leaseEndMillis,
          due.get().purgeId());
    }
    return due;
  }

  public void postpone(String purgeId, long notBeforeMillis, String error) throws SQLException {
    Sql.update(
        connection,
        "UPDATE purges SET not_before_millis = ?, last_error = ? WHERE purge_id = ?",
        notBeforeMillis,
        error,
        purgeId);
  }

  public void delete(String purgeId) throws SQLException {
    Sql.update(connection, "DELETE FROM purges WHERE purge_id = ?", purgeId);
  }

  public long count() throws SQLException {
    return Sql.first(connection, row -> row.getLong(1), "SELECT COUNT(*) FROM purges").orElse(0L);
  }
}
