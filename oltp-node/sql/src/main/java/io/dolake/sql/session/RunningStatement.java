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
  private boolean ended;
  private volatile Stop stop;

  RunningStatement(ShardTransaction transaction) {
    this.transaction = transaction;
  }

  /** Stops the statement when the time is up; zero means never. */
  void limit(Duration timeout, ScheduledExecutorService timers) {
    if (!timeout.isZero()) {
      timer = timers.schedule(() -> stop(Stop.TIMEOUT), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Makes the statement fail soon, unless it has ended. Callable from any thread. */
  synchronized void stop(Stop reason) {
    if (!ended && stop == null) {
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

  /** Ends the statement: from now on nobody stops it. Idempotent. */
  void end() {
    if (timer != null) {
      timer.cancel(false);
    }
    synchronized (this) {
      if (!ended && stop != null) {
        transaction.forgetAbort();
      }
      ended = true;
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
