package io.dolake.storage.txn;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.catalog.CatalogEditor;
import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.catalog.IndexLayout;
import io.dolake.storage.catalog.TableLayout;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A transaction's DDL. One transaction at a time changes the catalog, and it has the tables it
 * changes for itself; their readers go on reading their snapshots.
 */
final class CatalogWriter {
  private static final int FILL_ROWS = 2_000;

  /** Versions of uncommitted catalogs: each its own, above all committed ones. */
  private static final AtomicLong UNCOMMITTED_VERSIONS = new AtomicLong(1L << 62);

  private final TransactionContext context;
  private final Transaction transaction;
  private final TransactionView view;
  private final TransactionLocks locks;
  private final WriteSet writes;
  private final RowWriter rows;

  /** Storages of indexes that were filled ahead of the commit. */
  private final Set<Integer> prepared = new HashSet<>(0);

  /** The catalog with this transaction's steps, or null if there are none. */
  private CatalogState changed;

  private int nextTableId;
  private int nextIndexId;

  CatalogWriter(
      TransactionContext context,
      Transaction transaction,
      TransactionView view,
      TransactionWrites writes) {
    this.context = context;
    this.transaction = transaction;
    this.view = view;
    this.locks = writes.locks;
    this.writes = writes.set;
    this.rows = writes.rows;
  }

  CatalogState catalog() {
    return changed == null ? view.catalog() : changed;
  }

  /** At the transaction's end, either way: what was filled has an owner or is garbage. */
  void close() {
    prepared.forEach(context.applier::filled);
  }

  boolean isPrepared(int storageId) {
    return prepared.contains(storageId);
  }

  int allocateTableId() {
    lockCatalog();
    nextTableId = Math.max(nextTableId, catalog().nextTableId());
    return nextTableId++;
  }

  int allocateIndexId() {
    lockCatalog();
    nextIndexId = Math.max(nextIndexId, catalog().nextIndexId());
    return nextIndexId++;
  }

  private void lockCatalog() {
    locks.lockCatalog();
    view.requireCurrentCatalog(changed == null && writes.isEmpty());
  }

  void apply(CatalogChange change) {
    if (change instanceof CatalogChange.KeepRowId) {
      // The catalog stays as it is, and numbers are only kept from going down: nothing to lock.
      writes.addCatalogStep(
          new WriteSet.CatalogStep(
              change, CatalogCodec.encodeChange(change), CatalogState.NO_STORAGE));
      return;
    }
    locks.lockCatalog();
    TableId table = tableOf(change);
    if (table != null) {
      locks.lockTable(table.value());
    }
    view.requireCurrentCatalog(changed == null && writes.isEmpty());
    if (change instanceof CatalogChange.CreateIndex create && create.index().ready()) {
      createReadyIndex(create);
      return;
    }
    step(change, change, CatalogState.NO_STORAGE);
    if (change instanceof CatalogChange.TruncateTable truncate) {
      writes.withoutBase(truncate.table().value());
    } else if (change instanceof CatalogChange.DropTable drop) {
      writes.withoutBase(drop.table().value());
    }
  }

  private TableId tableOf(CatalogChange change) {
    if (change instanceof CatalogChange.CreateTable create) {
      return create.table().id();
    }
    if (change instanceof CatalogChange.AlterTable alter) {
      return alter.table().id();
    }
    if (change instanceof CatalogChange.DropTable drop) {
      return drop.table();
    }
    if (change instanceof CatalogChange.TruncateTable truncate) {
      return truncate.table();
    }
    if (change instanceof CatalogChange.CreateIndex create) {
      return create.index().table();
    }
    if (change instanceof CatalogChange.DropIndex drop) {
      return catalog().index(drop.index()).map(IndexDef::table).orElse(null);
    }
    if (change instanceof CatalogChange.CreateTrigger create) {
      return tableOf(create.trigger());
    }
    if (change instanceof CatalogChange.DropTrigger drop) {
      return catalog().trigger(drop.schema(), drop.name()).map(this::tableOf).orElse(null);
    }
    return null;
  }

  private TableId tableOf(TriggerDef trigger) {
    return catalog()
        .table(trigger.relationSchema(), trigger.relation())
        .map(TableDef::id)
        .orElse(null);
  }

  /**
   * @param logged what others get to see
   * @param seen what this transaction sees until it commits
   */
  private void step(CatalogChange logged, CatalogChange seen, int preparedStorageId) {
    CatalogEditor editor = CatalogEditor.provisional(catalog());
    editor.apply(seen, () -> preparedStorageId);
    CatalogState before = changed;
    changed = editor.result(UNCOMMITTED_VERSIONS.incrementAndGet());
    writes.undo(() -> changed = before);
    writes.addCatalogStep(
        new WriteSet.CatalogStep(logged, CatalogCodec.encodeChange(logged), preparedStorageId));
  }

  /**
   * Fills the index from the committed rows, then adds what this transaction has changed. Until the
   * commit the index is marked as not ready, because this transaction's snapshot is from before it.
   */
  private void createReadyIndex(CatalogChange.CreateIndex create) {
    IndexDef index = create.index();
    TableLayout table = catalog().layout(index.table());
    if (table == null) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_TABLE, "there is no table with id " + index.table());
    }
    boolean hasBase = table.storageId() != CatalogState.NO_STORAGE;
    boolean completesBuild = catalog().index(index.id()).isPresent();
    if (!hasBase || completesBuild) {
      step(create, create, CatalogState.NO_STORAGE);
      addOwnRows(index);
      return;
    }
    int storageId = context.applier.storageIds().reserve();
    context.applier.filling(storageId);
    prepared.add(storageId);
    CatalogState provisional = provisionalWith(index, storageId);
    transaction.withAllInLmdb(
        () ->
            context.applier.maintain(
                batch -> {
                  Garbage.mark(batch, storageId);
                  return null;
                }));
    IndexFiller filler = new IndexFiller(provisional.layout(index.table()), index);
    boolean done = false;
    while (!done) {
      transaction.checkActive();
      done = transaction.withAllInLmdb(() -> context.applier.maintain(filler.step(FILL_ROWS)));
    }
    IndexDef notReady =
        new IndexDef(
            index.id(),
            index.table(),
            index.name(),
            index.columns(),
            index.unique(),
            index.predicate(),
            false,
            index.createSql());
    step(create, new CatalogChange.CreateIndex(notReady), storageId);
    addOwnRows(index);
  }

  private CatalogState provisionalWith(IndexDef index, int storageId) {
    CatalogEditor editor = CatalogEditor.provisional(catalog());
    editor.apply(new CatalogChange.CreateIndex(index), () -> storageId);
    return editor.result(UNCOMMITTED_VERSIONS.incrementAndGet());
  }

  private void addOwnRows(IndexDef index) {
    TableLayout layout = catalog().layout(index.table());
    for (IndexLayout candidate : layout.indexes()) {
      if (candidate.index().id().equals(index.id())) {
        rows.addEntriesOfOwnRows(layout, candidate);
      }
    }
  }
}
