package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One caller's work in a group. Its life:
 *
 * <ol>
 *   <li>it waits for the writing thread to take it; until then its caller may give it up;
 *   <li>it is run, and its result or failure is kept;
 *   <li>it is settled when the group's transaction has ended, which tells the caller.
 * </ol>
 *
 * <p>{@link #await} is the caller's, everything else the writing thread's.
 */
final class UnitOfWork<T> {
  private final Transactions.Work<T> work;
  private final Transactions.CommitProbe probe;

  /** By the writing thread, to run it, or by the caller, to give it up: whoever is first. */
  private final AtomicBoolean claimed = new AtomicBoolean();

  /** Completed after the last write to the fields below. */
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  private T result;
  private RuntimeException failure;

  UnitOfWork(Transactions.Work<T> work, Transactions.CommitProbe probe) {
    this.work = work;
    this.probe = probe;
  }

  /**
   * Waits for the outcome. Once the work was taken it is not given up, because the caller has to
   * know what became of it.
   *
   * @param wait how long it may wait for its turn
   * @throws StoreUnavailableException nothing was applied
   */
  T await(Duration wait) {
    if (!isSettledWithin(wait) && claimed.compareAndSet(false, true)) {
      throw new StoreUnavailableException("The catalog's database is too busy", null);
    }
    settled.join();
    if (failure != null) {
      throw failure;
    }
    return result;
  }

  private boolean isSettledWithin(Duration wait) {
    try {
      settled.get(wait.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A unit of work is never settled exceptionally", e);
    }
  }

  /**
   * @return false if the caller has given up
   */
  boolean take() {
    return claimed.compareAndSet(false, true);
  }

  /**
   * Runs the work.
   *
   * @return false if it failed, so that what it did has to be rolled back
   */
  boolean runOn(Connection connection, Dialect dialect) {
    try {
      result = work.run(connection);
      return true;
    } catch (SQLException e) {
      failure = dialect.failureOf(e);
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      // The thread must survive: all commits need it.
      failure = new IllegalStateException("A unit of work broke down", e);
    }
    return false;
  }

  /** Keeps the outcome if the group's interrupted transaction was committed. */
  void resolve(CommitAttempt attempts, SQLException interrupted) {
    try {
      if (failure != null || !attempts.wasCommitted(probe, interrupted)) {
        failUnapplied(interrupted);
      }
    } catch (OutcomeUnknownException e) {
      failure = e;
    }
  }

  /**
   * Nothing of the group was applied, so its own failure may be due to something that is undone.
   */
  void failUnapplied(Exception cause) {
    failure =
        new StoreUnavailableException(
            "The catalog's database does not answer: " + cause.getMessage(), cause);
  }

  void settle() {
    settled.complete(null);
  }
}
