package io.dolake.sql.session;

import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Result of a statement that is over: maybe rows that are there already, and a count. */
final class FinishedCursor implements SqlCursor {
  static final CompletableFuture<Void> DURABLE = CompletableFuture.completedFuture(null);

  private final String command;
  private final List<ResultColumn> columns;
  private final List<Object[]> rows;
  private final long affected;
  private final CompletableFuture<Void> durable;
  private int next;

  FinishedCursor(
      String command,
      List<ResultColumn> columns,
      List<Object[]> rows,
      long affected,
      CompletableFuture<Void> durable) {
    this.command = command;
    this.columns = columns;
    this.rows = rows;
    this.affected = affected;
    this.durable = durable;
  }

  /** A command without rows. */
  static FinishedCursor of(String command) {
    return new FinishedCursor(command, List.of(), List.of(), 0, DURABLE);
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    if (next >= rows.size()) {
      return false;
    }
    next++;
    return true;
  }

  @Override
  public Object value(int column) {
    return rows.get(next - 1)[column];
  }

  @Override
  public long rowCount() {
    return columns.isEmpty() ? affected : next;
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
    // The statement ended when it ran.
  }
}
