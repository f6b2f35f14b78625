package io.dolake.storage.txn;

import io.dolake.common.HlcTimestamp;
import java.time.Clock;

/**
 * The shard's hybrid logical clock: commit timestamps grow with every commit, follow the wall
 * clock, and never go back with it. Thread-safe.
 */
public final class CommitClock {
  /** Every commit with a timestamp at or below the second has an LSN at or below the first. */
  public record Resolved(long lsn, HlcTimestamp timestamp) {}

  private final Clock clock;
  private long last;
  private long publishedLsn;
  private boolean groupInFlight;
  private long resolvedBeforeGroup;

  /** Starts above all timestamps given out before. */
  public CommitClock(Clock clock, long lastTimestamp, long lastLsn) {
    this.clock = clock;
    this.last = lastTimestamp;
    this.publishedLsn = lastLsn;
  }

  long nowMillis() {
    return clock.millis();
  }

  private long physical() {
    return clock.millis() << HlcTimestamp.LOGICAL_BITS;
  }

  /** Timestamps given out from now on are unresolved until {@link #groupDone}. */
  synchronized void beginGroup() {
    resolvedBeforeGroup = last;
    groupInFlight = true;
  }

  synchronized long next() {
    last = Math.max(last + 1, physical());
    return last;
  }

  /** The group that began is visible, or will never be; {@code lsn} is the last visible commit. */
  synchronized void groupDone(long lsn) {
    publishedLsn = lsn;
    groupInFlight = false;
  }

  /**
   * The highest timestamp below which nothing is still to come. While the shard is idle it follows
   * the wall clock, and later commits come after it.
   */
  public synchronized Resolved resolved() {
    if (groupInFlight) {
      return new Resolved(publishedLsn, new HlcTimestamp(resolvedBeforeGroup));
    }
    last = Math.max(last, physical());
    return new Resolved(publishedLsn, new HlcTimestamp(last));
  }
}
