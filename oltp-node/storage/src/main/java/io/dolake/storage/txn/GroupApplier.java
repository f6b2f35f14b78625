package io.dolake.storage.txn;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.storage.catalog.CatalogEditor;
import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.catalog.CatalogStore;
import io.dolake.storage.catalog.IndexLayout;
import io.dolake.storage.catalog.TableLayout;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.SortedEntryWriter;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import io.dolake.storage.memtable.Memtable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Moves the committed state on from version to version: through memory, from where it reaches LMDB
 * later, or, what is too large for that or changes the catalog, through LMDB itself. All of it with
 * the writer's role held.
 */
public final class GroupApplier {
  /** Changes of LMDB that leave no trace in the log. */
  public interface BatchAction<T> {
    T run(WriteBatch batch) throws MapFullException;
  }

  private static final byte[] NO_VALUE = {};

  /** From here on a cursor is worth its own cost. */
  private static final int MANY_ROWS = 8;

  /** A larger group is put into LMDB at once rather than held in memory as well. */
  private static final long LARGE_GROUP_BYTES = 1 << 20;

  /** Generous: entries that a change of a row makes. */
  private static final int VERSIONS_PER_STEP = 8;

  private final LmdbEnvironment environment;
  private final VersionTracker versions;
  private final MemtableMover mover;
  private final RowIdCounters rowIds;
  private final StorageIds storageIds = new StorageIds();

  /**
   * Storages of indexes that are being filled: marked as garbage, in case that is never finished.
   */
  private final Set<Integer> beingFilled = new HashSet<>();

  private boolean mayHaveGarbage = true;
  private StoreState state;

  /** Where the group ends that was put into memory last. */
  private StoreState loggedState;

  public GroupApplier(
      LmdbEnvironment environment,
      VersionTracker versions,
      MemtableMover mover,
      RowIdCounters rowIds,
      StoreState state) {
    this.environment = environment;
    this.versions = versions;
    this.mover = mover;
    this.rowIds = rowIds;
    this.state = state;
    versions.current().catalog().storageIds().forEach(storageIds::used);
    try (WriteBatch batch = environment.beginWrite()) {
      Garbage.list(batch).forEach(storageIds::used);
    }
  }

  StorageIds storageIds() {
    return storageIds;
  }

  public VersionTracker versions() {
    return versions;
  }

  long lastLsn() {
    return state.lsn();
  }

  long lastTimestamp() {
    return state.timestamp();
  }

  long highestTransactionId() {
    return state.highestTransactionId();
  }

  /** Protects a storage from the sweeper until {@link #filled}. */
  synchronized void filling(int storageId) {
    beingFilled.add(storageId);
    mayHaveGarbage = true;
  }

  synchronized void filled(int storageId) {
    beingFilled.remove(storageId);
  }

  synchronized boolean isBeingFilled(int storageId) {
    return beingFilled.contains(storageId);
  }

  synchronized boolean mayHaveGarbage() {
    return mayHaveGarbage;
  }

  synchronized void garbageLeft(boolean left) {
    mayHaveGarbage = left;
  }

  /** Called before each group. */
  void betweenGroups() {
    mover.betweenGroups(state);
  }

  void askToFreeze() {
    mover.askToFreeze();
  }

  boolean isFreezeAsked() {
    return mover.isFreezeAsked();
  }

  /** Has what was committed by now brought into LMDB beside further commits, and waits for it. */
  void moveAhead() {
    mover.moveAhead();
  }

  /** Brings everything that is only in memory into LMDB. */
  void moveAll() {
    mover.moveAll(state);
  }

  /** Whether a group may go through memory, where LMDB must have room for it later. */
  boolean fitsMemory(List<CommitRequest> group) {
    long bytes = 0;
    int steps = 0;
    for (CommitRequest request : group) {
      if (request.writes.changesCatalog()) {
        return false;
      }
      bytes += request.writes.bytes();
      steps += request.stepCount;
    }
    return bytes < LARGE_GROUP_BYTES && mover.hasRoomFor(steps * VERSIONS_PER_STEP, bytes);
  }

  /**
   * Puts a group that {@link #fitsMemory} and is in the log into memory, where only those see it
   * who get a lock that it gives up.
   */
  void applyInMemory(List<CommitRequest> group) {
    StoreState next = stateAfter(group);
    CommittedVersion version = versions.current();
    Memtable memtable = version.active();
    long bytesBefore = memtable.bytes();
    for (CommitRequest request : group) {
      for (TableWrites table : request.writes.tables().values()) {
        TableLayout layout = version.catalog().layoutOf(table.tableId);
        if (layout != null) {
          remember(memtable, layout, table, request.lsn);
        }
      }
      for (WriteSet.CatalogStep step : request.writes.catalogSteps()) {
        CatalogChange.KeepRowId keep = (CatalogChange.KeepRowId) step.change();
        memtable.noteRowId(keep.table().value(), keep.last());
      }
    }
    versions.logged(next.lsn(), next.timestamp());
    loggedState = next;
    mover.added(bytesBefore);
  }

  /** Makes the group visible that was put into memory last and is durable by now. */
  void publish() {
    versions.committed();
    state = loggedState;
  }

  private static void remember(Memtable memtable, TableLayout layout, TableWrites table, long lsn) {
    for (Map.Entry<byte[], RowWrite> row : table.rows.entrySet()) {
      RowWrite write = row.getValue();
      if (write.after() != null || write.before() != null) {
        memtable.put(Space.DATA, layout.storageId(), row.getKey(), write.after(), lsn);
      }
    }
    for (IndexLayout index : layout.indexes()) {
      TreeMap<byte[], Boolean> entries = table.indexEntries.get(index.indexId());
      if (entries != null) {
        for (Map.Entry<byte[], Boolean> entry : entries.entrySet()) {
          byte[] value = entry.getValue() ? NO_VALUE : null;
          memtable.put(Space.INDEX, index.storageId(), entry.getKey(), value, lsn);
        }
      }
    }
    if (layout.isRowIdNeverReused()) {
      memtable.noteRowId(table.tableId, table.highestRowId);
    }
  }

  private StoreState stateAfter(List<CommitRequest> group) {
    CommitRequest last = group.get(group.size() - 1);
    long highestTransactionId = state.highestTransactionId();
    for (CommitRequest request : group) {
      highestTransactionId = Math.max(highestTransactionId, request.transactionId);
    }
    return new StoreState(last.lsn, last.timestamp, highestTransactionId);
  }

  /**
   * Puts a group that is about to be logged into a write transaction of LMDB, which grows its map
   * if need be. Nothing of it counts until {@link StagedGroup#commit}.
   *
   * @throws DoLakeException DISK_FULL if the map may not grow any more
   */
  StagedGroup stage(List<CommitRequest> group) {
    mover.moveAll(state);
    mover.lockLmdb();
    StagedGroup staged = new StagedGroup(group, stateAfter(group));
    try {
      staged.stage();
      return staged;
    } catch (RuntimeException | Error e) {
      mover.unlockLmdb();
      throw e;
    }
  }

  /** A group on its way into LMDB. Closing it discards what was not committed. */
  final class StagedGroup implements AutoCloseable {
    private final List<CommitRequest> group;
    private final StoreState next;
    private WriteBatch batch;
    private CatalogState catalog;

    private StagedGroup(List<CommitRequest> group, StoreState next) {
      this.group = group;
      this.next = next;
    }

    private void stage() {
      while (batch == null) {
        try {
          batch = environment.beginWrite();
          catalog = versions.current().catalog();
          for (CommitRequest request : group) {
            catalog = applyOne(batch, catalog, request.writes);
          }
          next.save(batch);
        } catch (MapFullException e) {
          discard();
          environment.growMap();
        } catch (RuntimeException | Error e) {
          discard();
          throw e;
        }
      }
    }

    /**
     * Makes the group, which is durable by now, visible. After a failure it may be tried again.
     *
     * @throws DoLakeException DISK_FULL if there is no room for LMDB's pages
     */
    void commit() {
      boolean committed = false;
      while (!committed) {
        stage();
        versions.announce(
            CommittedVersion.inLmdb(batch.lmdbTxnId(), next.lsn(), next.timestamp(), catalog));
        try {
          batch.commit();
          committed = true;
        } catch (MapFullException e) {
          discard();
          environment.growMap();
        } catch (RuntimeException | Error e) {
          discard();
          throw e;
        }
      }
      versions.publish();
      state = next;
      mover.lmdbStandsAt(next);
      batch.close();
      batch = null;
      mover.lookForRoom();
    }

    private void discard() {
      if (batch != null) {
        batch.close();
        batch = null;
        rowIds.batchDiscarded();
      }
    }

    @Override
    public void close() {
      discard();
      mover.unlockLmdb();
    }
  }

  /**
   * Changes LMDB without a transaction and without a difference for readers, beside commits. What
   * is to find in LMDB all that is committed runs within {@link #withAllInLmdb}.
   */
  public <T> T maintain(BatchAction<T> action) {
    return mover.maintain(action);
  }

  /** Runs an action while LMDB has everything that is committed and nobody else changes it. */
  <T> T withAllInLmdb(Callable<T> action) throws Exception {
    moveAll();
    mover.lockLmdb();
    try {
      return action.call();
    } finally {
      mover.unlockLmdb();
    }
  }

  private CatalogState applyOne(WriteBatch batch, CatalogState before, WriteSet writes)
      throws MapFullException {
    CatalogState catalog = before;
    if (!writes.catalogSteps().isEmpty()) {
      catalog = applyCatalogSteps(batch, rowIds, before, writes.catalogSteps());
      garbageLeft(true);
    }
    for (TableWrites table : writes.tables().values()) {
      TableLayout layout = catalog.layoutOf(table.tableId);
      if (layout != null) {
        applyTable(batch, layout, table);
      }
    }
    return catalog;
  }

  static CatalogState applyCatalogSteps(
      WriteBatch batch, RowIdCounters rowIds, CatalogState before, List<WriteSet.CatalogStep> steps)
      throws MapFullException {
    CatalogState catalog = before;
    for (WriteSet.CatalogStep step : steps) {
      if (step.change() instanceof CatalogChange.KeepRowId keep) {
        rowIds.save(batch, keep.table().value(), keep.last());
        continue;
      }
      CatalogEditor editor = CatalogEditor.committing(catalog);
      int prepared = step.preparedStorageId();
      if (prepared == CatalogState.NO_STORAGE) {
        editor.apply(step.change());
      } else {
        editor.apply(step.change(), () -> prepared);
        Garbage.unmark(batch, prepared);
      }
      CatalogState after = editor.result(catalog.version() + 1);
      for (int storageId : editor.abandonedStorages()) {
        Garbage.mark(batch, storageId);
      }
      CatalogStore.save(batch, catalog, after);
      catalog = after;
    }
    return catalog;
  }

  private static void applyRows(WriteBatch batch, TableLayout layout, TableWrites table)
      throws MapFullException {
    for (Map.Entry<byte[], RowWrite> row : table.rows.entrySet()) {
      RowWrite write = row.getValue();
      if (write.after() != null) {
        batch.put(Space.DATA, layout.storageId(), row.getKey(), write.after());
      } else if (write.before() != null) {
        batch.delete(Space.DATA, layout.storageId(), row.getKey());
      }
    }
  }

  private static void applySorted(WriteBatch batch, TableLayout layout, TableWrites table)
      throws MapFullException {
    try (SortedEntryWriter entries = batch.sortedWriter(Space.DATA)) {
      for (Map.Entry<byte[], RowWrite> row : table.rows.entrySet()) {
        RowWrite write = row.getValue();
        if (write.after() != null) {
          entries.put(layout.storageId(), row.getKey(), write.after());
        } else if (write.before() != null) {
          entries.delete(layout.storageId(), row.getKey());
        }
      }
    }
  }

  private void applyTable(WriteBatch batch, TableLayout layout, TableWrites table)
      throws MapFullException {
    if (table.rows.size() >= MANY_ROWS) {
      applySorted(batch, layout, table);
    } else {
      applyRows(batch, layout, table);
    }
    for (IndexLayout index : layout.indexes()) {
      TreeMap<byte[], Boolean> entries = table.indexEntries.get(index.indexId());
      if (entries == null) {
        continue;
      }
      for (Map.Entry<byte[], Boolean> entry : entries.entrySet()) {
        if (entry.getValue()) {
          batch.put(Space.INDEX, index.storageId(), entry.getKey(), NO_VALUE);
        } else {
          batch.delete(Space.INDEX, index.storageId(), entry.getKey());
        }
      }
    }
    if (layout.isRowIdNeverReused()) {
      rowIds.save(batch, table.tableId, table.highestRowId);
    }
  }
}
