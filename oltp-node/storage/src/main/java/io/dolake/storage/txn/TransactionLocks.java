package io.dolake.storage.txn;

import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.catalog.TableLayout;
import java.util.HashSet;
import java.util.Set;

/**
 * The locks that a transaction takes, in the order that keeps rows, tables and the catalog
 * consistent. Used by the transaction's thread.
 */
final class TransactionLocks {
  private final TransactionContext context;
  private final LockOwner owner;
  private final long timeoutNanos;
  private final TransactionView view;

  /** Most transactions write to one table; the set begins with the second. */
  private int firstSharedTable;

  private Set<Integer> sharedTables = Set.of();
  private Set<Integer> exclusiveTables = Set.of();
  private boolean hasCatalog;

  TransactionLocks(
      TransactionContext context, LockOwner owner, long timeoutNanos, TransactionView view) {
    this.context = context;
    this.owner = owner;
    this.timeoutNanos = timeoutNanos;
    this.view = view;
  }

  /**
   * Takes the right to change the catalog. Such a change goes through LMDB itself, on top of all
   * that is only in memory; the less that is by then, the shorter other commits wait for it.
   */
  void lockCatalog() {
    acquire(LockKey.catalog(), true);
    if (!hasCatalog) {
      hasCatalog = true;
      context.applier.moveAhead();
    }
    awaitOthersCommits();
  }

  /** Keeps everybody else from writing to a table until this transaction ends. */
  void lockTable(int tableId) {
    acquire(LockKey.table(tableId), true);
    if (exclusiveTables.isEmpty()) {
      exclusiveTables = new HashSet<>();
    }
    exclusiveTables.add(tableId);
    awaitOthersCommits();
  }

  /** DDL reads what everybody sees, and that has to include what those did who had the lock. */
  private void awaitOthersCommits() {
    CommittedVersion now = context.versions.current();
    if (now.loggedLsn() > now.lsn()) {
      if (NonWaitingThread.isCurrent()) {
        throw LockWouldWaitException.INSTANCE;
      }
      context.committer.awaitGroup();
    }
  }

  /** Keeps DDL off a table until this transaction ends. */
  void shareTable(TableLayout layout) {
    int tableId = layout.tableId();
    if (firstSharedTable == tableId
        || sharedTables.contains(tableId)
        || exclusiveTables.contains(tableId)) {
      return;
    }
    acquire(LockKey.table(tableId), false);
    if (firstSharedTable == 0) {
      firstSharedTable = tableId;
    } else {
      if (sharedTables.isEmpty()) {
        sharedTables = new HashSet<>();
      }
      sharedTables.add(tableId);
    }
    CatalogState committed = context.versions.current().catalog();
    if (!committed.hasSameTable(view.catalog(), tableId)) {
      view.requireCurrentCatalog(false);
    }
  }

  /** Takes a lock on a row or a unique value of a table, unless the whole table is locked. */
  void lockIn(TableLayout layout, LockKey key) {
    if (!exclusiveTables.contains(layout.tableId())) {
      acquire(key, true);
    }
  }

  /** Likewise if that needs no waiting; whether the transaction has the lock. */
  boolean tryLockIn(TableLayout layout, LockKey key) {
    return exclusiveTables.contains(layout.tableId()) || context.locks.tryAcquire(owner, key);
  }

  private void acquire(LockKey key, boolean exclusive) {
    context.locks.acquire(owner, key, exclusive, timeoutNanos);
  }
}
