package io.dolake.storage.txn;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Moves the LMDB state on from version to version. Methods that touch LMDB are called with the
 * writer's role held.
 */
public final class GroupApplier {
  /** Changes of LMDB that leave no trace in the log. */
  public interface BatchAction<T> {
    T run(WriteBatch batch) throws MapFullException;
  }

  private static final byte[] NO_VALUE = {};

  /** From here on a cursor is worth its own cost. */
  private static final int MANY_ROWS = 8;

  private final LmdbEnvironment environment;
  private final VersionTracker versions;
  private final RowIdCounters rowIds;
  private final StorageIds storageIds = new StorageIds();

  /**
   * Storages of indexes that are being filled: marked as garbage, in case that is never finished.
   */
  private final Set<Integer> beingFilled = new HashSet<>();

  private boolean mayHaveGarbage = true;
  private StoreState state;

  public GroupApplier(
      LmdbEnvironment environment,
      VersionTracker versions,
      RowIdCounters rowIds,
      StoreState state) {
    this.environment = environment;
    this.versions = versions;
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

  public StoreState state() {
    return state;
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

  /**
   * Puts a group that is about to be logged into a write transaction of LMDB, which grows its map
   * if need be. Nothing of it counts until {@link StagedGroup#commit}.
   *
   * @throws DoLakeException DISK_FULL if the map may not grow any more
   */
  StagedGroup stage(List<CommitRequest> group) {
    CommitRequest last = group.get(group.size() - 1);
    long highestTransactionId = state.highestTransactionId();
    for (CommitRequest request : group) {
      highestTransactionId = Math.max(highestTransactionId, request.transactionId);
    }
    StagedGroup staged =
        new StagedGroup(group, new StoreState(last.lsn, last.timestamp, highestTransactionId));
    staged.stage();
    return staged;
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
          if (!batch.hasChanges()) {
            next.save(batch);
          }
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
            new CommittedVersion(batch.lmdbTxnId(), next.lsn(), next.timestamp(), catalog));
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
      batch.close();
      batch = null;
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
    }
  }

  /** Saves where in the log LMDB stands, for the checkpoint that is about to be taken. */
  public void saveState() {
    maintain(batch -> null);
  }

  /** Changes LMDB without a transaction; the version keeps its LSN. */
  public <T> T maintain(BatchAction<T> action) {
    return commitBatch(
        batch -> {
          CommittedVersion now = versions.current();
          T result = action.run(batch);
          // LMDB gives no number to a commit that changes nothing, and the version would be wrong.
          state.save(batch);
          versions.announce(
              new CommittedVersion(batch.lmdbTxnId(), now.lsn(), now.timestamp(), now.catalog()));
          return result;
        });
  }

  private <T> T commitBatch(BatchAction<T> action) {
    while (true) {
      try (WriteBatch batch = environment.beginWrite()) {
        T result = action.run(batch);
        batch.commit();
        versions.publish();
        return result;
      } catch (MapFullException e) {
        // The batch is closed by now, so that the map can move.
        rowIds.batchDiscarded();
        environment.growMap();
      }
    }
  }

  private CatalogState applyOne(WriteBatch batch, CatalogState before, WriteSet writes)
      throws MapFullException {
    CatalogState catalog = before;
    if (writes.hasCatalogSteps()) {
      catalog = applyCatalogSteps(batch, before, writes.catalogSteps());
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
      WriteBatch batch, CatalogState before, List<WriteSet.CatalogStep> steps)
      throws MapFullException {
    CatalogState catalog = before;
    for (WriteSet.CatalogStep step : steps) {
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
