package io.dolake.lake.writer;

import java.util.function.LongSupplier;

/**
 * Deals out a writer's time for moving rows: a budget that grows with time by the share that is
 * due, and is spent in short steps, so that changes and barriers never wait long. Time in which
 * nothing may be moved is made up for later, up to a limit.
 */
final class CompactionPace {
  static final long STEP_NANOS = 10_000_000;

  /** What a writer that could not move rows for a while may make up for. */
  static final long MAX_BUDGET_NANOS = 1_000_000_000;

  private final LongSupplier nanoClock;
  private long budgetNanos;
  private long lastNanos;

  CompactionPace(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.lastNanos = nanoClock.getAsLong();
  }

  /** Time goes on at a share; gives how long rows may be moved now, 0 for not yet. */
  long allowance(double share) {
    long now = nanoClock.getAsLong();
    budgetNanos = Math.min(MAX_BUDGET_NANOS, budgetNanos + (long) ((now - lastNanos) * share));
    lastNanos = now;
    return budgetNanos >= STEP_NANOS ? STEP_NANOS : 0;
  }

  /** So long were rows moved. */
  void used(long nanos) {
    budgetNanos -= nanos;
  }

  /** Until the next step is due at a share; 0 if it is. */
  long waitNanos(double share) {
    return Math.max(0, (long) ((STEP_NANOS - budgetNanos) / share));
  }
}
