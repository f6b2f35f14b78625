package io.dolake.sql.statement;

import io.dolake.sql.exec.RowSource;

/** Rows of a statement, if it has any, and how many rows it changed. */
public record StatementResult(RowSource rows, long affectedRows) implements AutoCloseable {
  /** A statement that changed this many rows and returns none. */
  public static StatementResult affected(long rows) {
    return new StatementResult(RowSource.EMPTY, rows);
  }

  /** Rows of a query. */
  public static StatementResult of(RowSource rows) {
    return new StatementResult(rows, 0);
  }

  @Override
  public void close() {
    rows.close();
  }
}
