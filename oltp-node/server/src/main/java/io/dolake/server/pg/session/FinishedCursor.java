package io.dolake.server.pg.session;

import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

/** Result of a statement that returns no rows and is over. */
record FinishedCursor(String command, long rowCount, CompletableFuture<Void> durable)
    implements SqlCursor {
  static FinishedCursor of(String command) {
    return new FinishedCursor(command, 0, CompletableFuture.completedFuture(null));
  }

  @Override
  public List<ResultColumn> columns() {
    return List.of();
  }

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public Object value(int column) {
    throw new NoSuchElementException("the statement returned no rows");
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
