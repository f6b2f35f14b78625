package io.dolake.sql.advisory;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One session's advisory locks. A lock that was taken several times must be given up as often; one
 * session's locks never keep itself out. Used by the session's thread.
 */
public final class SessionAdvisoryLocks {
  private final AdvisoryLockTable table;
  private final int processId;
  private final Supplier<Duration> timeout;

  /** Locks that were taken for the session, or are being; some may have been given up since. */
  private final Set<AdvisoryKey> ofSession = new HashSet<>();

  private final Set<AdvisoryKey> ofTransaction = new HashSet<>();

  /**
   * @param timeout longest wait for a lock
   */
  public SessionAdvisoryLocks(AdvisoryLockTable table, int processId, Supplier<Duration> timeout) {
    this.table = table;
    this.processId = processId;
    this.timeout = timeout;
  }

  /**
   * Takes a lock, waiting for it if need be.
   *
   * @param stopCheck fails when the statement is to stop
   * @throws LockWouldWaitException on a thread that must not wait, whether or not the lock is free:
   *     the statement may have to be repeated elsewhere, and would hold the lock twice
   */
  public void acquire(AdvisoryKey key, AdvisoryScope scope, AdvisoryMode mode, Runnable stopCheck) {
    remember(key, scope);
    table.acquire(this, key, scope, mode, timeout.get().toNanos(), stopCheck);
  }

  /**
   * Takes a lock if it is free; says whether it did.
   *
   * @throws LockWouldWaitException as {@link #acquire} does
   */
  public boolean tryAcquire(AdvisoryKey key, AdvisoryScope scope, AdvisoryMode mode) {
    remember(key, scope);
    return table.tryAcquire(this, key, scope, mode);
  }

  private void remember(AdvisoryKey key, AdvisoryScope scope) {
    requireWaiting();
    Set<AdvisoryKey> keys = scope == AdvisoryScope.SESSION ? ofSession : ofTransaction;
    if (keys.size() >= AdvisoryLockTable.MAX_LOCKS_OF_SESSION && !keys.contains(key)) {
      keys.removeIf(held -> !table.isHeld(this, held));
      if (keys.size() >= AdvisoryLockTable.MAX_LOCKS_OF_SESSION) {
        throw new DoLakeException(
            ErrorCode.OUT_OF_MEMORY,
            "the session holds " + keys.size() + " advisory locks already",
            "Give some up with pg_advisory_unlock(), or take fewer.");
      }
    }
    keys.add(key);
  }

  private static void requireWaiting() {
    if (NonWaitingThread.isCurrent()) {
      throw LockWouldWaitException.INSTANCE;
    }
  }

  /** Gives up once a lock of the session; false if it has none like this. */
  public boolean release(AdvisoryKey key, AdvisoryMode mode) {
    requireWaiting();
    return table.release(this, key, mode);
  }

  /** Gives up all locks of the session, but not those of the transaction. */
  public void releaseSession() {
    if (!ofSession.isEmpty()) {
      table.releaseAll(this, ofSession, AdvisoryScope.SESSION);
      ofSession.clear();
    }
  }

  /** Whether {@link #releaseTransaction} has something to do. */
  public boolean hasTransactionLocks() {
    return !ofTransaction.isEmpty();
  }

  /** To be called when what the transaction did is visible to others, or undone. */
  public void releaseTransaction() {
    if (!ofTransaction.isEmpty()) {
      table.releaseAll(this, ofTransaction, AdvisoryScope.TRANSACTION);
      ofTransaction.clear();
    }
  }

  /** The locks of all sessions. */
  public List<HeldLock> ofAllSessions() {
    return table.list();
  }

  int processId() {
    return processId;
  }
}
