package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.SQLException;

/** How units of work become transactions of a database. Safe for use by many threads. */
interface Transactions extends AutoCloseable {
  /**
   * A unit of work on one connection. It may run more than once, so it must only touch the store.
   */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Finds out, on a fresh connection, whether an interrupted transaction was committed. */
  @FunctionalInterface
  interface CommitProbe {
    boolean isCommitted(Connection connection) throws SQLException;
  }

  /**
   * Runs {@code work} atomically and durably.
   *
   * @param probe asked when the database breaks off in the middle of the commit
   * @throws StoreUnavailableException nothing was applied
   * @throws OutcomeUnknownException the work may or may not have been applied
   * @throws DuplicateKeyException nothing was applied, a key was taken
   * @throws MissingReferenceException nothing was applied, a foreign key was violated
   */
  <T> T run(Work<T> work, CommitProbe probe);

  /** Lets transactions under way end, and closes the connections. */
  @Override
  void close();
}
