package io.dolake.sql;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.type.ColumnType;
import java.util.List;

/**
 * One client's conversation: transaction state, settings, prepared plans. Used by one thread at a
 * time, not always the same; {@link #cancel} may be called by any thread. Errors are {@link
 * io.dolake.common.error.DoLakeException}, those of a statement's text {@link SqlException}.
 */
public interface SqlSession extends AutoCloseable {
  /** State of the session's transaction, as the PostgreSQL protocol reports it. */
  enum TransactionState {
    IDLE,
    IN_TRANSACTION,
    FAILED
  }

  /** Splits a script at its top-level semicolons; empty statements are left out. */
  List<String> split(String script);

  /**
   * Parses and plans one statement (from the shared cache when it can).
   *
   * @param parameterTypes types the client declares for parameters by position; an entry may be
   *     null, and the list shorter than the parameters, where the planner is to infer them
   */
  PreparedSql prepare(String sql, List<ColumnType> parameterTypes);

  /**
   * Like {@link #prepare}, but only when the shared cache has the plan already (after lifting
   * literals, if need be), so that it takes microseconds; null when it has not. Server threads that
   * must not be held up ask here first.
   */
  default PreparedSql prepareIfCached(String sql, List<ColumnType> parameterTypes) {
    return null;
  }

  /**
   * Runs a prepared statement. Outside an explicit transaction it runs in one of its own, which has
   * been handed to the shard's writer when this returns (or, for statements with rows, when the
   * cursor is exhausted or closed); see {@link SqlCursor#durable}. A prepared statement whose
   * schema has changed since is planned again.
   *
   * @param parameters values by position, each of the Java class of its parameter's type, or of any
   *     class that converts to it; null is SQL NULL
   * @throws io.dolake.storage.LockWouldWaitException on a {@link
   *     io.dolake.storage.NonWaitingThread} when a row lock is held by somebody else; the statement
   *     has then had no effect, the transaction goes on, and the caller repeats the statement on a
   *     thread that may wait
   */
  SqlCursor execute(PreparedSql statement, Object... parameters);

  /**
   * Starts a bulk load into a table, for COPY. Rows are given in the order of the named columns;
   * defaults and constraints apply. The load runs in the session's transaction or in one of its
   * own, which {@link BulkLoad#finish} commits.
   */
  BulkLoad bulkLoad(String schema, String table, List<String> columns);

  TransactionState transactionState();

  /** Marks the transaction as failed after a protocol-level error inside it. */
  void failTransaction();

  /** The catalog the session sees now. */
  Catalog catalog();

  /** Value of a session setting as SHOW prints it, or null if there is none with this name. */
  String setting(String name);

  /** How often settings were changed; what tells their values asks again when it differs. */
  long settingChanges();

  /** Makes the statement that is running, if any, fail with QUERY_CANCELED. */
  void cancel();

  /** Rolls back what is open. Idempotent. */
  @Override
  void close();
}
