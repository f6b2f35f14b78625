package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Locks of transactions, held until their end. Waiters are served in order of arrival; a new waiter
 * looks for a cycle of transactions that wait for each other, and the youngest of it is the victim.
 * Thread-safe.
 *
 * <p>A lock that is free has no entry. Its entry is removed inside its own monitor, and whoever
 * finds it removed starts over. Waiting transactions hold on to what they have, so the edges of a
 * cycle cannot vanish while it is being followed, and the last transaction to join it sees all of
 * them.
 */
final class LockTable {
  /** Never changed: stands for the queue of a lock for which nobody waits. */
  private static final ArrayDeque<Waiter> NO_WAITERS = new ArrayDeque<>(0);

  private final ConcurrentHashMap<LockKey, Lock> locks = new ConcurrentHashMap<>();

  /** Only one search at a time, so that two transactions of one cycle do not both find it. */
  private final Object searchMonitor = new Object();

  /** A lock that somebody holds; fields are guarded by its monitor. */
  private static final class Lock {
    final LockKey key;
    LockOwner exclusiveHolder;
    boolean removed;

    /** Most locks are held by one and waited for by none, and there may be very many. */
    List<LockOwner> sharedHolders = List.of();

    ArrayDeque<Waiter> queue = NO_WAITERS;

    Lock(LockKey key) {
      this.key = key;
    }

    boolean isFree() {
      return exclusiveHolder == null && sharedHolders.isEmpty() && queue.isEmpty();
    }

    boolean admits(LockOwner owner, boolean exclusive) {
      if (exclusiveHolder != null) {
        return exclusiveHolder == owner;
      }
      if (!exclusive) {
        return true;
      }
      return sharedHolders.isEmpty() || sharedHolders.size() == 1 && sharedHolders.get(0) == owner;
    }

    boolean isHeldBy(LockOwner owner) {
      return exclusiveHolder == owner || sharedHolders.contains(owner);
    }

    void grant(LockOwner owner, boolean exclusive) {
      if (exclusive) {
        exclusiveHolder = owner;
        dropShare(owner);
      } else if (exclusiveHolder != owner && !sharedHolders.contains(owner)) {
        if (sharedHolders.isEmpty()) {
          sharedHolders = new ArrayList<>(2);
        }
        sharedHolders.add(owner);
      }
    }

    void dropShare(LockOwner owner) {
      if (!sharedHolders.isEmpty()) {
        sharedHolders.remove(owner);
      }
    }

    void enqueue(Waiter waiter, boolean first) {
      if (queue == NO_WAITERS) {
        queue = new ArrayDeque<>(2);
      }
      if (first) {
        queue.addFirst(waiter);
      } else {
        queue.addLast(waiter);
      }
    }

    /** Grants the lock to waiters from the front as far as it goes. */
    void serveQueue() {
      while (!queue.isEmpty()) {
        Waiter next = queue.peekFirst();
        if (!admits(next.owner, next.exclusive)) {
          return;
        }
        queue.removeFirst();
        grant(next.owner, next.exclusive);
        next.wake(Waiter.GRANTED);
      }
    }
  }

  /** A transaction's place in a lock's queue. */
  static final class Waiter {
    static final int WAITING = 0;
    static final int GRANTED = 1;
    static final int VICTIM = 2;

    final LockOwner owner;
    final Lock lock;
    final boolean exclusive;
    final Thread thread = Thread.currentThread();
    volatile int outcome = WAITING;

    Waiter(LockOwner owner, Lock lock, boolean exclusive) {
      this.owner = owner;
      this.lock = lock;
      this.exclusive = exclusive;
    }

    void wake(int newOutcome) {
      outcome = newOutcome;
      LockSupport.unpark(thread);
    }
  }

  /**
   * Takes a lock for a transaction, waiting for it if need be.
   *
   * @return true if it was held by another when asked for, so that what it guards may have changed
   */
  boolean acquire(LockOwner owner, LockKey key, boolean exclusive, long timeoutNanos) {
    while (true) {
      Lock lock = locks.get(key);
      if (lock == null) {
        if (createHeld(owner, key, exclusive)) {
          return false;
        }
        continue;
      }
      Waiter waiter;
      synchronized (lock) {
        if (lock.removed) {
          continue;
        }
        if (grantAtOnce(lock, owner, exclusive)) {
          return false;
        }
        boolean upgrade = lock.isHeldBy(owner);
        if (NonWaitingThread.isCurrent()) {
          throw LockWouldWaitException.INSTANCE;
        }
        waiter = new Waiter(owner, lock, exclusive);
        lock.enqueue(waiter, upgrade);
        if (!upgrade) {
          owner.held().add(key);
        }
        owner.waiter = waiter;
      }
      await(waiter, timeoutNanos);
      return true;
    }
  }

  /**
   * Takes a lock for a transaction alone if nobody has it or waits for it; whether it was taken.
   */
  boolean tryAcquire(LockOwner owner, LockKey key) {
    while (true) {
      Lock lock = locks.get(key);
      if (lock == null) {
        if (createHeld(owner, key, true)) {
          return true;
        }
        continue;
      }
      synchronized (lock) {
        if (!lock.removed) {
          return grantAtOnce(lock, owner, true);
        }
      }
    }
  }

  /** Makes the entry of a lock that was free; false if another was faster. */
  private boolean createHeld(LockOwner owner, LockKey key, boolean exclusive) {
    Lock lock = new Lock(key);
    lock.grant(owner, exclusive);
    if (locks.putIfAbsent(key, lock) != null) {
      return false;
    }
    owner.held().add(key);
    return true;
  }

  /** Grants a lock, whose monitor is held, if nothing stands in the way. */
  private static boolean grantAtOnce(Lock lock, LockOwner owner, boolean exclusive) {
    boolean upgrade = lock.isHeldBy(owner);
    if (!lock.admits(owner, exclusive) || !lock.queue.isEmpty() && !upgrade) {
      return false;
    }
    lock.grant(owner, exclusive);
    if (!upgrade) {
      owner.held().add(lock.key);
    }
    return true;
  }

  private void await(Waiter waiter, long timeoutNanos) {
    boolean interrupted = false;
    try {
      breakCycle(waiter);
      long deadline = System.nanoTime() + timeoutNanos;
      while (waiter.outcome == Waiter.WAITING) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          giveUp(waiter, ErrorCode.LOCK_TIMEOUT, "waited too long for a lock on ");
        }
        if (waiter.owner.isAborted()) {
          waiter.owner.takeAbort();
          giveUp(waiter, ErrorCode.QUERY_CANCELED, "canceled while waiting for a lock on ");
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          interrupted = true;
          waiter.owner.abort();
        }
      }
    } finally {
      waiter.owner.waiter = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (waiter.outcome == Waiter.VICTIM) {
      leaveQueue(waiter);
      throw new DoLakeException(
          ErrorCode.DEADLOCK,
          "deadlock: this transaction and others wait for each other's locks",
          "run the transaction again");
    }
  }

  /** Ends the wait with an error unless the lock was granted at the last moment. */
  private void giveUp(Waiter waiter, ErrorCode code, String message) {
    if (leaveQueue(waiter)) {
      throw new DoLakeException(code, message + waiter.lock.key);
    }
  }

  private boolean leaveQueue(Waiter waiter) {
    Lock lock = waiter.lock;
    synchronized (lock) {
      if (!lock.queue.remove(waiter)) {
        return false;
      }
      if (!lock.isHeldBy(waiter.owner)) {
        waiter.owner.held().remove(lock.key);
      }
      lock.serveQueue();
      removeIfFree(lock);
      return true;
    }
  }

  private void removeIfFree(Lock lock) {
    if (lock.isFree() && !lock.removed) {
      lock.removed = true;
      locks.remove(lock.key, lock);
    }
  }

  /** Releases everything a transaction holds. It must not be waiting. */
  void releaseAll(LockOwner owner) {
    List<LockKey> held = owner.held();
    for (int i = held.size() - 1; i >= 0; i--) {
      Lock lock = locks.get(held.get(i));
      if (lock == null) {
        continue;
      }
      synchronized (lock) {
        if (lock.removed) {
          continue;
        }
        if (lock.exclusiveHolder == owner) {
          lock.exclusiveHolder = null;
        }
        lock.dropShare(owner);
        lock.serveQueue();
        removeIfFree(lock);
      }
    }
    held.clear();
  }

  /** Looks for a cycle through a new waiter and makes its youngest transaction the victim. */
  private void breakCycle(Waiter waiter) {
    synchronized (searchMonitor) {
      List<LockOwner> path = new ArrayList<>();
      if (findCycle(waiter.owner, waiter.owner, path, new HashSet<>())) {
        LockOwner youngest = waiter.owner;
        for (LockOwner candidate : path) {
          if (candidate.transactionId() > youngest.transactionId()) {
            youngest = candidate;
          }
        }
        Waiter victim = youngest.waiter;
        if (victim != null) {
          synchronized (victim.lock) {
            if (victim.outcome == Waiter.WAITING) {
              victim.wake(Waiter.VICTIM);
            }
          }
        }
      }
    }
  }

  private boolean findCycle(
      LockOwner start, LockOwner current, List<LockOwner> path, Set<LockOwner> seen) {
    Waiter waiter = current.waiter;
    if (waiter == null || waiter.outcome != Waiter.WAITING) {
      return false;
    }
    for (LockOwner blocker : blockersOf(waiter)) {
      if (blocker == start) {
        path.add(current);
        return true;
      }
      if (seen.add(blocker) && findCycle(start, blocker, path, seen)) {
        path.add(current);
        return true;
      }
    }
    return false;
  }

  private static List<LockOwner> blockersOf(Waiter waiter) {
    Lock lock = waiter.lock;
    synchronized (lock) {
      if (waiter.outcome != Waiter.WAITING) {
        return List.of(); // granted meanwhile: it left the queue, and nobody there is ahead of it
      }
      List<LockOwner> blockers = new ArrayList<>(lock.sharedHolders);
      if (lock.exclusiveHolder != null) {
        blockers.add(lock.exclusiveHolder);
      }
      for (Waiter ahead : lock.queue) {
        if (ahead == waiter) {
          break;
        }
        blockers.add(ahead.owner);
      }
      blockers.removeIf(owner -> owner == waiter.owner);
      return blockers;
    }
  }

  /** Locks that are held or waited for now. */
  int size() {
    return locks.size();
  }
}
