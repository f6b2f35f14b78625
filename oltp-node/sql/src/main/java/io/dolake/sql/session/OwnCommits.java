package io.dolake.sql.session;

import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import java.util.concurrent.CompletableFuture;

/**
 * Lets a session see its own commits: its next transaction begins only when the last one that was
 * handed to the writer is visible.
 */
final class OwnCommits {
  private CompletableFuture<?> last = FinishedCursor.DURABLE;
  private CompletableFuture<?> lastSchemaChange = FinishedCursor.DURABLE;

  /** Remembers a commit; returns its future without the result. */
  CompletableFuture<Void> add(CompletableFuture<?> commit, boolean changesSchema) {
    CompletableFuture<Void> durable = commit.thenApply(result -> null);
    last = durable;
    if (changesSchema) {
      lastSchemaChange = durable;
    }
    return durable;
  }

  /** Whether the store's catalog has all that this session changed. */
  boolean schemaIsCurrent() {
    return lastSchemaChange.isDone();
  }

  /**
   * Waits for the last commit, however it ends.
   *
   * @throws LockWouldWaitException on a thread that must not wait
   */
  void await() {
    if (last.isDone()) {
      return;
    }
    if (NonWaitingThread.isCurrent()) {
      throw LockWouldWaitException.INSTANCE;
    }
    // Whoever committed hears of a failure; for what comes next it only matters that it is over.
    last.handle((result, error) -> null).join();
  }
}
