package io.dolake.sql;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Result of a statement: rows, a count, or both. Rows are pulled one by one, so that a portal can
 * stop after some. Used by the session's thread.
 */
public interface SqlCursor extends AutoCloseable {
  List<ResultColumn> columns();

  boolean next();

  /**
   * Says that the next row is asked for later, if at all. Until then nobody cancels the statement,
   * and none of its time limit passes: the limit is for each run of rows.
   */
  default void suspend() {}

  /** Value of the current row, of the Java class of the column's type; null is SQL NULL. */
  Object value(int column);

  /** Rows inserted, updated or deleted; for queries the rows returned so far. */
  long rowCount();

  /** First words of the command tag, as the statement that ran has it. */
  String command();

  /**
   * Completes when what this statement committed is durable; at once when it committed nothing.
   * Nothing may be acknowledged to the client before. Valid once the cursor is exhausted or closed.
   * Callbacks run on the store's completion thread and must not block.
   */
  CompletableFuture<Void> durable();

  /** Idempotent. Ends the statement; an autocommit transaction is committed. */
  @Override
  void close();
}
