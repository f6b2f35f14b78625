package io.dolake.server.pg.session;

import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The next rows of a declared cursor, as FETCH returns them; the cursor itself stays open. */
final class LimitedCursor implements SqlCursor {
  private final SqlCursor cursor;
  private final long limit;
  private final String command;
  private long returned;

  LimitedCursor(SqlCursor cursor, long limit, String command) {
    this.cursor = cursor;
    this.limit = limit;
    this.command = command;
  }

  @Override
  public List<ResultColumn> columns() {
    return cursor.columns();
  }

  @Override
  public boolean next() {
    if (returned == limit) {
      cursor.suspend();
      return false;
    }
    if (!cursor.next()) {
      return false;
    }
    returned++;
    return true;
  }

  @Override
  public Object value(int column) {
    return cursor.value(column);
  }

  @Override
  public long rowCount() {
    return returned;
  }

  @Override
  public String command() {
    return command;
  }

  @Override
  public CompletableFuture<Void> durable() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    // The declared cursor is closed by CLOSE or the end of its transaction.
  }
}
