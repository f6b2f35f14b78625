package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.SortedEntryWriter;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import io.dolake.storage.memtable.Memtable;
import io.dolake.storage.memtable.MemtableCursor;
import io.dolake.storage.txn.GroupApplier.BatchAction;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Moves what commits left in memory into LMDB, a memtable at a time: the holder of the writer's
 * role freezes the one that commits go to, anybody brings it into LMDB meanwhile. Whoever changes
 * LMDB in whatever way holds the lock of this object; it is taken after the writer's role, never
 * before.
 */
public final class MemtableMover {
  /** More pages than the change of an entry makes LMDB write: a path down the tree, splits. */
  private static final long PAGES_PER_VERSION = 8;

  /** How long somebody waits at most for a move that only makes a later one shorter. */
  private static final long AHEAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long AHEAD_CHECK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final LmdbEnvironment environment;
  private final VersionTracker versions;
  private final RowIdCounters rowIds;
  private final int pageBytes;

  /** A memtable of this size is moved at once. */
  private final long fullBytes;

  private final ReentrantLock lmdbLock = new ReentrantLock();

  /** What LMDB may still grow by; looked up after every move. */
  private volatile long roomBytes;

  private volatile boolean freezeAsked;

  /** When the active memtable got its first commit. */
  private volatile long activeSinceNanos;

  private volatile Runnable listener = () -> {};

  /** Where the frozen memtable ends; given with the writer's role, before it is published. */
  private volatile StoreState frozenState;

  /** Where LMDB stands; guarded by the lock. */
  private StoreState lmdbState;

  /**
   * @param fullBytes a memtable of this size is moved at once
   * @param lmdbState where in the log LMDB stands
   */
  public MemtableMover(
      LmdbEnvironment environment,
      VersionTracker versions,
      RowIdCounters rowIds,
      long fullBytes,
      StoreState lmdbState) {
    this.environment = environment;
    this.versions = versions;
    this.rowIds = rowIds;
    this.fullBytes = fullBytes;
    this.lmdbState = lmdbState;
    this.pageBytes = environment.usage().pageBytes();
    lookForRoom();
  }

  void lockLmdb() {
    lmdbLock.lock();
  }

  void unlockLmdb() {
    lmdbLock.unlock();
  }

  /** Told where LMDB stands after a commit that others made with the lock. */
  void lmdbStandsAt(StoreState state) {
    lmdbState = state;
  }

  /** What is done with LMDB while nobody changes it. */
  public interface LmdbAction<T> {
    /**
     * @param state where in the log LMDB stands; the state that it holds itself
     */
    T run(StoreState state) throws IOException;
  }

  /** Runs an action while nobody changes LMDB, beside commits. */
  public <T> T withUnchangedLmdb(LmdbAction<T> action) throws IOException {
    lmdbLock.lock();
    try {
      return action.run(lmdbState);
    } finally {
      lmdbLock.unlock();
    }
  }

  void lookForRoom() {
    roomBytes = environment.roomBytes();
  }

  /**
   * Whether LMDB will have room for what is in memory and this much more; a commit that LMDB has no
   * room for must be refused before it is in the log.
   */
  boolean hasRoomFor(int moreVersions, long moreBytes) {
    CommittedVersion now = versions.current();
    long count = moreVersions;
    count += now.active().versions();
    long bytes = moreBytes + now.active().bytes();
    if (now.frozen() != null) {
      count += now.frozen().versions();
      bytes += now.frozen().bytes();
    }
    return count * PAGES_PER_VERSION * pageBytes + 2 * bytes <= roomBytes;
  }

  /** Opens LMDB's cache of rows once it is wanted. */
  public void openRowCacheIfWanted(long bytes) {
    if (bytes == 0 || !environment.wantsRowCache(bytes)) {
      return;
    }
    lmdbLock.lock();
    try {
      environment.openRowCache(bytes, versions.current().lmdbTxnId());
    } finally {
      lmdbLock.unlock();
    }
  }

  /** Whom to tell that there is something new to be moved; must not wait for anything. */
  void onWork(Runnable newListener) {
    listener = newListener;
  }

  /** Called after a group went into the active memtable, with the writer's role. */
  void added(long bytesBefore) {
    boolean first = bytesBefore == 0;
    if (first) {
      activeSinceNanos = System.nanoTime();
    }
    if (first || bytesBefore < fullBytes && isFull()) {
      listener.run();
    }
  }

  private boolean isFull() {
    return versions.current().active().bytes() >= fullBytes;
  }

  /** How long nothing has to be moved, if a commit may stay in memory for so long. */
  long nanosUntilDue(long maxAgeNanos) {
    CommittedVersion now = versions.current();
    if (now.frozen() != null) {
      return 0;
    }
    if (now.active().isEmpty()) {
      return Long.MAX_VALUE;
    }
    return freezeAsked || isFull() ? 0 : activeSinceNanos + maxAgeNanos - System.nanoTime();
  }

  /**
   * Has the thread that moves memtables bring what was committed by now into LMDB, and waits for
   * that, though not for long.
   */
  void moveAhead() {
    Memtable committed = versions.current().active();
    if (committed.isEmpty()) {
      return;
    }
    askToFreeze();
    listener.run();
    long deadline = System.nanoTime() + AHEAD_NANOS;
    while (isInMemory(committed)
        && System.nanoTime() - deadline < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, AHEAD_CHECK_NANOS);
    }
  }

  private boolean isInMemory(Memtable memtable) {
    CommittedVersion now = versions.current();
    return now.active() == memtable || now.frozen() == memtable;
  }

  /** Asks the next one who has the writer's role to freeze. */
  void askToFreeze() {
    freezeAsked = true;
  }

  boolean isFreezeAsked() {
    return freezeAsked;
  }

  boolean hasFrozen() {
    return versions.current().frozen() != null;
  }

  /**
   * With the writer's role, between groups: freezes if somebody asked for it or it is time, and
   * waits while too much is in memory.
   */
  void betweenGroups(StoreState state) {
    if (versions.current().active().bytes() >= 2 * fullBytes) {
      moveFrozen();
    }
    if (freezeAsked || isFull()) {
      freeze(state);
    }
  }

  private void freeze(StoreState state) {
    CommittedVersion now = versions.current();
    if (now.frozen() == null) {
      freezeAsked = false;
      if (!now.active().isEmpty()) {
        frozenState = state;
        versions.freeze();
      }
    }
  }

  /** With the writer's role: leaves nothing in memory that LMDB does not have. */
  void moveAll(StoreState state) {
    moveFrozen();
    freeze(state);
    moveFrozen();
  }

  /**
   * Brings the frozen memtable, if there is one, into LMDB. After a failure it may be tried again.
   *
   * @throws DoLakeException DISK_FULL if there is no room for LMDB's pages
   */
  public void moveFrozen() {
    lmdbLock.lock();
    try {
      Memtable frozen = versions.current().frozen();
      if (frozen != null) {
        commitUnseen(
            frozenState,
            batch -> {
              put(batch, frozen);
              return null;
            },
            versions::moved);
        lookForRoom();
      }
    } finally {
      lmdbLock.unlock();
    }
  }

  /**
   * Changes LMDB by what readers never see and no memtable has, beside commits. After a failure
   * nothing has changed.
   */
  <T> T maintain(BatchAction<T> action) {
    lmdbLock.lock();
    try {
      return commitUnseen(lmdbState, action, versions::maintained);
    } finally {
      lmdbLock.unlock();
    }
  }

  /**
   * Changes LMDB without a difference for readers. With the lock.
   *
   * @param state where in the log LMDB stands then
   * @param publish takes the number of the LMDB commit
   */
  private <T> T commitUnseen(StoreState state, BatchAction<T> action, LongConsumer publish) {
    while (true) {
      try {
        return tryCommitUnseen(state, action, publish);
      } catch (MapFullException e) {
        environment.growMap();
      }
    }
  }

  private <T> T tryCommitUnseen(StoreState state, BatchAction<T> action, LongConsumer publish)
      throws MapFullException {
    boolean done = false;
    try (WriteBatch batch = environment.beginWrite()) {
      T result = action.run(batch);
      // LMDB gives no number to a commit that changes nothing, and the version would be wrong.
      state.save(batch);
      long txnId = batch.lmdbTxnId();
      versions.moving(txnId);
      batch.commit();
      publish.accept(txnId);
      lmdbState = state;
      done = true;
      return result;
    } finally {
      if (!done) {
        versions.moving(0);
        rowIds.batchDiscarded();
      }
    }
  }

  private void put(WriteBatch batch, Memtable frozen) throws MapFullException {
    put(batch, Space.DATA, frozen);
    put(batch, Space.INDEX, frozen);
    for (Map.Entry<Integer, Long> rowId : frozen.highestRowIds().entrySet()) {
      rowIds.save(batch, rowId.getKey(), rowId.getValue());
    }
  }

  private static void put(WriteBatch batch, Space space, Memtable frozen) throws MapFullException {
    for (int storageId : frozen.storageIds(space)) {
      MemtableCursor entries = frozen.newest(space, storageId);
      try (SortedEntryWriter writer = batch.sortedWriter(space)) {
        while (entries.next()) {
          if (entries.value() == null) {
            writer.delete(storageId, entries.key());
          } else {
            writer.put(storageId, entries.key(), entries.value());
          }
        }
      }
    }
  }
}
