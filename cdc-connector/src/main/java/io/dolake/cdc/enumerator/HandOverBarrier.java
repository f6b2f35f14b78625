package io.dolake.cdc.enumerator;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the logs back until every row of the initial load has reached its consumers: rows and log
 * come through different readers, and a change that overtook the row it changes would be undone by
 * it. A Flink checkpoint that began after the load was read and is complete tells, because its
 * barriers have pushed the rows before them through the whole job.
 *
 * <p>Whether a job takes checkpoints at all is not told to an enumerator. A job that has started
 * none when {@link #PATIENCE} is over is taken for one that takes none. Belongs to the coordinator
 * thread.
 */
final class HandOverBarrier {
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(HandOverBarrier.class);
  private static final long NONE = -1;

  private final LongSupplier nanoClock;
  private boolean passed;
  private boolean checkpointsSeen;
  private boolean finished;
  private long finishedAtNanos;
  private long firstCheckpoint = NONE;

  HandOverBarrier(boolean passed, LongSupplier nanoClock) {
    this.passed = passed;
    this.nanoClock = nanoClock;
  }

  /** Rows are being read, for the first time or again. */
  void reset() {
    passed = false;
    finished = false;
    firstCheckpoint = NONE;
  }

  /** Every row has been read and emitted. */
  void loadFinished() {
    if (!finished) {
      finished = true;
      finishedAtNanos = nanoClock.getAsLong();
    }
  }

  void checkpointStarted(long checkpointId, boolean loadIsFinished) {
    checkpointsSeen = true;
    if (loadIsFinished && firstCheckpoint == NONE) {
      firstCheckpoint = checkpointId;
    }
  }

  /** Tells whether this checkpoint was the one to wait for. */
  boolean checkpointComplete(long checkpointId) {
    if (passed || firstCheckpoint == NONE || checkpointId < firstCheckpoint) {
      return false;
    }
    passed = true;
    return true;
  }

  boolean isPassed() {
    if (!passed
        && finished
        && !checkpointsSeen
        && nanoClock.getAsLong() - finishedAtNanos > PATIENCE.toNanos()) {
      LOG.warn(
          "the log is opened without a checkpoint after the initial load; turn checkpoints on, or"
              + " changes may overtake rows of the load");
      passed = true;
    }
    return passed;
  }
}
