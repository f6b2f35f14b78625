package io.dolake.sql.advisory;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The advisory locks of all sessions of an engine. Waiters are served in order of arrival. Locks
 * that wait for each other are not looked for: the first whose lock_timeout passes gives way.
 * Thread-safe; a lock that nobody holds or waits for takes no memory.
 */
public final class AdvisoryLockTable {
  /** Different locks that one session may hold. */
  static final int MAX_LOCKS_OF_SESSION = 10_000;

  /** How often a waiter looks whether its statement was stopped. */
  private static final long STOP_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ReentrantLock mutex = new ReentrantLock();
  private final Map<AdvisoryKey, Lock> locks = new HashMap<>();

  private static final class Lock {
    final Map<SessionAdvisoryLocks, Holding> holders = new IdentityHashMap<>(2);
    final ArrayDeque<Waiter> queue = new ArrayDeque<>(0);

    boolean admits(SessionAdvisoryLocks session, AdvisoryMode mode) {
      return holders.entrySet().stream()
          .noneMatch(
              holder ->
                  holder.getKey() != session
                      && (holder.getValue().holds(AdvisoryMode.EXCLUSIVE)
                          || mode == AdvisoryMode.EXCLUSIVE));
    }

    boolean mayPassQueue(SessionAdvisoryLocks session, AdvisoryMode mode) {
      return holders.containsKey(session)
          || queue.stream().noneMatch(waiter -> waiter.mode.conflictsWith(mode));
    }

    void grant(SessionAdvisoryLocks session, AdvisoryScope scope, AdvisoryMode mode) {
      holders.computeIfAbsent(session, key -> new Holding()).add(scope, mode);
    }

    void serveQueue() {
      for (Waiter next = queue.peek();
          next != null && admits(next.session, next.mode);
          next = queue.peek()) {
        queue.remove();
        grant(next.session, next.scope, next.mode);
        next.granted = true;
        next.wakeUp.signal();
      }
    }
  }

  private static final class Waiter {
    final SessionAdvisoryLocks session;
    final AdvisoryScope scope;
    final AdvisoryMode mode;
    final Condition wakeUp;
    boolean granted;

    Waiter(SessionAdvisoryLocks session, AdvisoryScope scope, AdvisoryMode mode, Condition wakeUp) {
      this.session = session;
      this.scope = scope;
      this.mode = mode;
      this.wakeUp = wakeUp;
    }
  }

  /** Takes a lock if that needs no waiting; says whether it did. */
  boolean tryAcquire(
      SessionAdvisoryLocks session, AdvisoryKey key, AdvisoryScope scope, AdvisoryMode mode) {
    mutex.lock();
    try {
      Lock lock = locks.computeIfAbsent(key, unused -> new Lock());
      boolean free = lock.admits(session, mode) && lock.mayPassQueue(session, mode);
      if (free) {
        lock.grant(session, scope, mode);
      }
      return free;
    } finally {
      mutex.unlock();
    }
  }

  /**
   * Takes a lock, waiting for it if need be.
   *
   * @param stopCheck fails when the waiting statement is to stop
   * @throws DoLakeException LOCK_TIMEOUT, or what the stop check throws
   */
  void acquire(
      SessionAdvisoryLocks session,
      AdvisoryKey key,
      AdvisoryScope scope,
      AdvisoryMode mode,
      long timeoutNanos,
      Runnable stopCheck) {
    mutex.lock();
    try {
      if (tryAcquire(session, key, scope, mode)) {
        return;
      }
      Lock lock = locks.get(key);
      Waiter waiter = new Waiter(session, scope, mode, mutex.newCondition());
      if (lock.holders.containsKey(session)) {
        lock.queue.addFirst(waiter); // whoever waits before it waits for this session as well
      } else {
        lock.queue.add(waiter);
      }
      try {
        await(waiter, key, timeoutNanos, stopCheck);
      } finally {
        if (!waiter.granted) {
          lock.queue.remove(waiter);
          settle(key, lock);
        }
      }
    } finally {
      mutex.unlock();
    }
  }

  private static void await(Waiter waiter, AdvisoryKey key, long timeoutNanos, Runnable stopCheck) {
    long deadline = System.nanoTime() + timeoutNanos;
    while (!waiter.granted) {
      stopCheck.run();
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new DoLakeException(
            ErrorCode.LOCK_TIMEOUT, "waited too long for advisory lock " + key);
      }
      try {
        long unused = waiter.wakeUp.awaitNanos(Math.min(left, STOP_CHECK_NANOS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DoLakeException(
            ErrorCode.QUERY_CANCELED, "canceled while waiting for advisory lock " + key);
      }
    }
  }

  /** Gives a lock up once; false if the session does not hold it for the session in this mode. */
  boolean release(SessionAdvisoryLocks session, AdvisoryKey key, AdvisoryMode mode) {
    mutex.lock();
    try {
      Lock lock = locks.get(key);
      Holding holding = lock == null ? null : lock.holders.get(session);
      if (holding == null || !holding.remove(AdvisoryScope.SESSION, mode)) {
        return false;
      }
      settle(key, lock);
      return true;
    } finally {
      mutex.unlock();
    }
  }

  /** Gives up what a session holds in a scope. */
  void releaseAll(SessionAdvisoryLocks session, Iterable<AdvisoryKey> keys, AdvisoryScope scope) {
    mutex.lock();
    try {
      for (AdvisoryKey key : keys) {
        Lock lock = locks.get(key);
        Holding holding = lock == null ? null : lock.holders.get(session);
        if (holding != null) {
          holding.removeAll(scope);
          settle(key, lock);
        }
      }
    } finally {
      mutex.unlock();
    }
  }

  boolean isHeld(SessionAdvisoryLocks session, AdvisoryKey key) {
    mutex.lock();
    try {
      Lock lock = locks.get(key);
      return lock != null && lock.holders.containsKey(session);
    } finally {
      mutex.unlock();
    }
  }

  /** Drops empty holdings, wakes waiters, and forgets the lock if nobody is left. */
  private void settle(AdvisoryKey key, Lock lock) {
    lock.holders.values().removeIf(Holding::isEmpty);
    lock.serveQueue();
    if (lock.holders.isEmpty() && lock.queue.isEmpty()) {
      locks.remove(key);
    }
  }

  /** The locks that are held and waited for now. */
  List<HeldLock> list() {
    mutex.lock();
    try {
      List<HeldLock> list = new ArrayList<>();
      locks.forEach(
          (key, lock) -> {
            lock.holders.forEach(
                (session, holding) -> {
                  for (AdvisoryMode mode : AdvisoryMode.values()) {
                    if (holding.holds(mode)) {
                      list.add(new HeldLock(key, mode, session.processId(), true));
                    }
                  }
                });
            lock.queue.forEach(
                waiter ->
                    list.add(new HeldLock(key, waiter.mode, waiter.session.processId(), false)));
          });
      return list;
    } finally {
      mutex.unlock();
    }
  }
}
