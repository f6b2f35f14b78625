package io.dolake.storage.txn;

import io.dolake.common.HlcTimestamp;
import java.time.Clock;

/**
 * The shard's hybrid logical clock: commit timestamps grow with every commit, follow the wall
 * clock, and never go back with it. Thread-safe.
 *
 * <p>While the shard is idle the resolved timestamp follows the wall clock, but only up to a bound
 * that is durable, so that the clock can start above it the next time. Whoever keeps the bound asks
 * for {@link #wantedBound} and tells of {@link #boundRaised} often enough.
 */
public final class CommitClock {
  /** Every commit with a timestamp at or below the second has an LSN at or below the first. */
  public record Resolved(long lsn, HlcTimestamp timestamp) {}

  /** How far ahead of the wall clock the bound is set. */
  private static final long BOUND_AHEAD = 2_000L << HlcTimestamp.LOGICAL_BITS;

  private final Clock clock;
  private long last;
  private long publishedLsn;
  private boolean groupInFlight;
  private long resolvedBeforeGroup;

  /** What is told as resolved beyond commits stays at or below. */
  private long bound;

  /** Whether anybody has asked since the bound was raised; the first one is expected. */
  private boolean asked = true;

  /**
   * Starts above all timestamps given out before.
   *
   * @param lastTimestamp of the last commit
   * @param bound durable bound of what was told as resolved
   */
  public CommitClock(Clock clock, long lastTimestamp, long lastLsn, long bound) {
    this.clock = clock;
    this.last = Math.max(lastTimestamp, bound);
    this.publishedLsn = lastLsn;
    this.bound = bound;
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
    asked = true;
    if (groupInFlight) {
      return new Resolved(publishedLsn, new HlcTimestamp(resolvedBeforeGroup));
    }
    last = Math.max(last, Math.min(physical(), bound));
    return new Resolved(publishedLsn, new HlcTimestamp(last));
  }

  /** A higher bound to make durable, or 0 while the present one will do. */
  public synchronized long wantedBound() {
    long now = physical();
    return asked && bound - now < BOUND_AHEAD / 2 ? Math.max(bound, now + BOUND_AHEAD) : 0;
  }

  /** This bound is durable. */
  public synchronized void boundRaised(long durable) {
    bound = Math.max(bound, durable);
    asked = false;
  }
}
