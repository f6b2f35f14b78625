package io.dolake.lake.commit;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what fails because the catalog or the store cannot be reached, with growing pauses up to
 * a total time. What a person has to solve is not repeated.
 */
final class CommitRetry {
  private static final Logger LOG = LoggerFactory.getLogger(CommitRetry.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long MAX_PAUSE_MILLIS = 5_000;

  private final Duration timeout;

  CommitRetry(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * @throws DoLakeException the action's own; LAKE_COMMIT_FAILED when time is up
   * @throws InterruptedException when the job is cancelled meanwhile
   */
  <T> T call(String what, Callable<T> action) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    long pauseMillis = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        return action.call();
      } catch (DoLakeException | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (isDefect(e)) {
          throw new IllegalStateException("could not " + what, e);
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("interrupted while trying to " + what);
        }
        if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis) > deadlineNanos) {
          throw new DoLakeException(
              ErrorCode.LAKE_COMMIT_FAILED,
              "could not " + what + " in " + timeout.toSeconds() + " s: " + e.getMessage(),
              "Check that the catalog and the warehouse can be reached; the job goes on from its"
                  + " last checkpoint.",
              e);
        }
        LOG.warn("could not {}, trying again: {}", what, e.toString());
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
      }
    }
  }

  /** What no repetition can help against; the outside world throws its own kinds. */
  private static boolean isDefect(Exception e) {
    return e instanceof NullPointerException
        || e instanceof IllegalStateException
        || e instanceof IllegalArgumentException
        || e instanceof ClassCastException
        || e instanceof IndexOutOfBoundsException;
  }
}
