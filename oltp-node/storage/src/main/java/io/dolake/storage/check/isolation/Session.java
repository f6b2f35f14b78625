package io.dolake.storage.check.isolation;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.KeyRange;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * One client of a scenario: a transaction on a thread of its own, so that a step that waits for a
 * lock does not stop the scenario. Steps of a session run in order. After an error the rest of the
 * session does nothing, as with a client that gives up.
 */
final class Session implements AutoCloseable {
  /** A step that takes longer is taken to wait for another session's transaction. */
  private static final long BLOCKED_AFTER_MILLIS = 100;

  private static final long LONGEST_WAIT_SECONDS = 60;

  private final ShardStore store;
  private final TransactionOptions options;
  private final ExecutorService thread;
  private ShardTransaction transaction;
  private RuntimeException unexpected;
  private ErrorCode failure;
  private boolean committed;

  Session(String name, ShardStore store, TransactionOptions options) {
    this.store = store;
    this.options = options;
    this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "session-" + name));
  }

  Outcome<Void> begin() {
    return step(
        () -> {
          transaction = store.begin(options);
          return null;
        });
  }

  /** Value of the row, or null when there is none or the session had failed. */
  Outcome<Long> select(long id) {
    return step(
        () -> {
          Row row = transaction.get(ScenarioTable.ID, id);
          return row == null ? null : (Long) row.value(1);
        });
  }

  /** Ids of the rows whose value satisfies the condition, found by reading the whole table. */
  Outcome<List<Long>> selectWhere(LongPredicate condition) {
    return step(
        () -> {
          List<Long> found = new ArrayList<>();
          try (RowCursor rows =
              transaction.scan(ScenarioTable.ID, KeyRange.ALL, ScanDirection.FORWARD)) {
            while (rows.next()) {
              if (condition.test((Long) rows.row().value(1))) {
                found.add((Long) rows.row().value(0));
              }
            }
          }
          return found;
        });
  }

  Outcome<Boolean> update(long id, long value) {
    return step(
        () -> transaction.update(ScenarioTable.ID, new Object[] {id}, new Object[] {id, value}));
  }

  Outcome<Void> insert(long id, long value) {
    return step(
        () -> {
          transaction.insert(ScenarioTable.ID, new Object[] {id, value});
          return null;
        });
  }

  Outcome<Void> commit() {
    return step(
        () -> {
          transaction.commit();
          committed = true;
          return null;
        });
  }

  Outcome<Void> rollback() {
    return step(
        () -> {
          transaction.rollback();
          return null;
        });
  }

  private <T> Outcome<T> step(Supplier<T> body) {
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(() -> failure == null ? attempt(body) : null, thread);
    try {
      result.get(BLOCKED_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It waits for another session: the scenario goes on, the result comes later.
      return new Outcome<>(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted inside a scenario", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a step failed unexpectedly", e.getCause());
    }
    return new Outcome<>(result);
  }

  private <T> T attempt(Supplier<T> body) {
    try {
      if (transaction != null) {
        transaction.beginStatement();
      }
      return body.get();
    } catch (DoLakeException e) {
      if (e.code().action() != ErrorCode.Action.RETRY) {
        unexpected = e;
        throw e;
      }
      failure = e.code();
      transaction.close();
      return null;
    }
  }

  /** Waits for all steps; whether the transaction was committed. */
  boolean awaitCommitted() {
    return new Outcome<>(
            CompletableFuture.supplyAsync(
                () -> {
                  if (unexpected != null) {
                    throw unexpected;
                  }
                  return committed;
                },
                thread))
        .await();
  }

  /** What a step gives, now or when the session it waits for lets it go on. */
  record Outcome<T>(CompletableFuture<T> future) {
    T await() {
      return future.orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  @Override
  public void close() {
    try {
      new Outcome<>(CompletableFuture.runAsync(this::closeTransaction, thread)).await();
    } finally {
      thread.shutdown();
    }
  }

  private void closeTransaction() {
    if (transaction != null) {
      transaction.close();
    }
  }
}
