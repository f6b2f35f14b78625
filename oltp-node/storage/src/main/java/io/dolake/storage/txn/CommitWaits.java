package io.dolake.storage.txn;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits that are about as short as it takes to put a thread to sleep and to wake it: for the
 * outcome of a commit, and for the next commits of threads that were just told theirs. Such a wait
 * looks again and again and offers the processor to others in between. How long depends on how long
 * groups take; where a sync takes longer, threads sleep. Thread-safe.
 */
final class CommitWaits {
  /** Groups that take longer are worth a sleep. */
  private static final long MAX_GROUP_NANOS = 500_000;

  /** Groups that take less, because nothing is synced, are not worth waiting for. */
  private static final long MIN_GATHERED_GROUP_NANOS = 40_000;

  /** Who takes part in this only passes the processor on, which takes about a microsecond. */
  private static final int MAX_LOOKING_PER_PROCESSOR = 32;

  /**
   * A commit waits for the rest of the group before its own, and then for its own; twice that,
   * since a sync that takes several times as long as most would put all threads to sleep, and
   * waking them costs the next group.
   */
  private static final int GROUPS_TO_AWAIT = 4;

  /** A part of a group's time that is worth spending on not leaving anybody behind. */
  private static final int GATHERING_DIVISOR = 3;

  private static final int SMOOTHING = 8;

  private final int maxLooking =
      MAX_LOOKING_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
  private final AtomicInteger looking = new AtomicInteger();

  /** How long recent groups took; written by the holder of the writer's role. */
  private volatile long groupNanos = MAX_GROUP_NANOS;

  /** Told after each group, with the writer's role held. */
  void groupTook(long nanos) {
    groupNanos += (nanos - groupNanos) / SMOOTHING;
  }

  /** Whether a group takes so short that having another thread do it costs as much. */
  boolean areGroupsShort() {
    return groupNanos < MAX_GROUP_NANOS;
  }

  /** How long a group may wait for those who are expected to join it. */
  long gatheringNanos() {
    long nanos = groupNanos;
    return nanos >= MIN_GATHERED_GROUP_NANOS && nanos < MAX_GROUP_NANOS
        ? nanos / GATHERING_DIVISOR
        : 0;
  }

  /** Waits until the outcome of a request is told. */
  void awaitOutcome(CommitRequest request) {
    long nanos = groupNanos;
    if (nanos < MAX_GROUP_NANOS) {
      if (looking.incrementAndGet() <= maxLooking) {
        long end = System.nanoTime() + GROUPS_TO_AWAIT * nanos;
        while (!request.isFinished() && System.nanoTime() - end < 0) {
          Thread.yield();
        }
      }
      looking.decrementAndGet();
    }
    request.await();
  }
}
