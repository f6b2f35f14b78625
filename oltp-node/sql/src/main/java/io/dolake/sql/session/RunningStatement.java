package io.dolake.sql.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ShardTransaction;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A statement under way, as those see it who may stop it: its user and its timer. Whoever stops it
 * first says why. Except for the statement's own thread, callers only {@link #stop} it.
 */
final class RunningStatement {
  /** Why a statement was told to stop. */
  enum Stop {
    USER_REQUEST("canceling statement due to user request", null),
    TIMEOUT(
        "canceling statement due to statement timeout",
        "Raise statement_timeout, or make the statement cheaper.");

    private final String message;
    private final String hint;

    Stop(String message, String hint) {
      this.message = message;
      this.hint = hint;
    }

    DoLakeException exception() {
      return new DoLakeException(ErrorCode.QUERY_CANCELED, message, hint);
    }
  }

  private final ShardTransaction transaction;
  private Future<?> timer;
  private boolean resting = true;
  private int runs;
  private volatile Stop stop;

  RunningStatement(ShardTransaction transaction) {
    this.transaction = transaction;
  }

  /** Begins, or goes on after a {@link #rest}, for so long at most; zero means without limit. */
  void runFor(Duration timeout, ScheduledExecutorService timers) {
    int thisRun;
    synchronized (this) {
      resting = false;
      stop = null;
      thisRun = ++runs;
    }
    if (!timeout.isZero()) {
      timer = timers.schedule(() -> timeUp(thisRun), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** A timer that is late has nothing to say about the next run. */
  private synchronized void timeUp(int run) {
    if (run == runs) {
      stop(Stop.TIMEOUT);
    }
  }

  /** Makes the statement fail soon, unless it rests. Callable from any thread. */
  synchronized void stop(Stop reason) {
    if (!resting && stop == null) {
      stop = reason;
      transaction.abort();
    }
  }

  /** Fails with QUERY_CANCELED if the statement was stopped. */
  void check() {
    Stop reason = stop;
    if (reason != null) {
      throw reason.exception();
    }
  }

  /** The statement is over, or waits until more rows are asked for: nobody stops it. Idempotent. */
  void rest() {
    if (timer != null) {
      timer.cancel(false);
    }
    synchronized (this) {
      if (!resting && stop != null) {
        transaction.forgetAbort();
      }
      resting = true;
    }
  }

  /** An error of the statement; says why it was stopped, also if the store noticed that first. */
  RuntimeException explained(RuntimeException error) {
    boolean stopped =
        stop != null
            && error instanceof DoLakeException known
            && known.code() == ErrorCode.QUERY_CANCELED;
    return stopped ? stop.exception() : error;
  }
}
