package io.dolake.storage.txn;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Transactions that wait to be committed, and how they come together to groups. Anybody adds; only
 * the holder of the writer's role takes.
 */
final class CommitQueue {
  /** However often it was in vain, one group in two to the power of this still waits. */
  private static final int MAX_FUTILE_IN_A_ROW = 6;

  /**
   * So many threads have enough to do to keep the processors busy during a sync: half of them make
   * a group while the other half prepares the next one.
   */
  private static final int MANY_THREADS = 32;

  /** No lock: a thread that loses the processor inside one would stop all the others. */
  private final ConcurrentLinkedQueue<CommitRequest> queue = new ConcurrentLinkedQueue<>();

  private final CommitLimits limits;
  private final Semaphore room;
  private final CommitWaits waits;

  /** Size of a group that is worth waiting for; from here on with the writer's role. */
  private int expected;

  /** Waits for them that brought nobody, and groups that do without one because of that. */
  private int futileInARow;

  private int groupsToSkip;
  private long groupBytes;

  CommitQueue(CommitLimits limits, CommitWaits waits) {
    this.limits = limits;
    this.room = new Semaphore(limits.queueLength());
    this.waits = waits;
  }

  /** Adds a request; false if there was no room for so long. */
  boolean offer(CommitRequest request, long millis) throws InterruptedException {
    return room.tryAcquire(millis, TimeUnit.MILLISECONDS) && queue.add(request);
  }

  /** Takes a request back; false if somebody else has taken it. */
  boolean remove(CommitRequest request) {
    boolean removed = queue.remove(request);
    if (removed) {
      room.release();
    }
    return removed;
  }

  /** The next request, or null. */
  CommitRequest poll() {
    CommitRequest next = queue.poll();
    if (next != null) {
      room.release();
    }
    return next;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /**
   * Moves what is queued to the group, up to its limits. If that is something, waits for a moment
   * for other threads that were told of their commits just now: without it, most of them would have
   * to await the end of this group before theirs begins.
   */
  void collect(List<CommitRequest> group) {
    groupBytes = 0;
    take(group);
    if (group.isEmpty() || group.size() >= expected) {
      return;
    }
    if (groupsToSkip > 0) {
      groupsToSkip--;
      return;
    }
    int before = group.size();
    gather(group);
    // Who is expected may be at work elsewhere, or may wait for a lock that this group holds.
    futileInARow = group.size() > before ? 0 : Math.min(futileInARow + 1, MAX_FUTILE_IN_A_ROW);
    groupsToSkip = (1 << futileInARow) - 1;
  }

  private void gather(List<CommitRequest> group) {
    long end = System.nanoTime() + waits.gatheringNanos();
    while (group.size() < expected && mayGrow(group) && System.nanoTime() - end < 0) {
      Thread.yield();
      take(group);
    }
  }

  private void take(List<CommitRequest> group) {
    CommitRequest next;
    while (mayGrow(group) && (next = poll()) != null) {
      group.add(next);
      groupBytes += next.writes.bytes();
    }
  }

  private boolean mayGrow(List<CommitRequest> group) {
    return group.size() < limits.groupTransactions() && groupBytes < limits.groupBytes();
  }

  /** Told when the outcomes of a group are known, before anybody hears of them. */
  void groupDone(List<CommitRequest> group) {
    int threads = limits.queueLength() - room.availablePermits();
    for (CommitRequest request : group) {
      if (!request.isAsync()) {
        threads++;
      }
    }
    expected = threads < MANY_THREADS ? threads : threads / 2;
  }
}
