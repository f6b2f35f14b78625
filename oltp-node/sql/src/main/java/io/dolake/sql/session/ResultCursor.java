package io.dolake.sql.session;

import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.statement.StatementResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Rows of a statement that is still running; its end is the end of the statement. */
final class ResultCursor implements SqlCursor {
  private final StatementRun run;
  private final StatementResult result;
  private final List<ResultColumn> columns;
  private final String command;
  private final boolean query;
  private Object[] row;
  private long count;
  private boolean suspended;
  private boolean ended;
  private CompletableFuture<Void> durable = FinishedCursor.DURABLE;

  ResultCursor(StatementRun run, StatementResult result, Prepared prepared) {
    this.run = run;
    this.result = result;
    this.columns = prepared.columns();
    this.command = prepared.command();
    this.query = prepared.readOnly();
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    if (ended) {
      return false;
    }
    if (suspended) {
      suspended = false;
      run.resume();
    }
    try {
      row = result.rows().next();
    } catch (RuntimeException e) {
      ended = true;
      row = null;
      throw run.failed(e, result);
    }
    if (row == null) {
      close();
      return false;
    }
    count++;
    return true;
  }

  @Override
  public void suspend() {
    if (!ended && !suspended) {
      suspended = true;
      run.suspend();
    }
  }

  @Override
  public Object value(int column) {
    return row[column];
  }

  @Override
  public long rowCount() {
    return query ? count : result.affectedRows();
  }

  @Override
  public String command() {
    return command;
  }

  @Override
  public CompletableFuture<Void> durable() {
    return durable;
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      row = null;
      result.close();
      durable = run.finished();
    }
  }
}
