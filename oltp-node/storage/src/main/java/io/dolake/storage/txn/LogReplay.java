package io.dolake.storage.txn;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.TransactionHeader;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.catalog.IndexLayout;
import io.dolake.storage.catalog.TableLayout;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogFormat;
import io.dolake.storage.log.LogScanner;
import io.dolake.storage.log.SegmentReader;
import io.dolake.storage.log.TransactionDecoder;
import java.io.IOException;
import java.util.List;

/**
 * Brings the LMDB state of a checkpoint up to the end of the log, before the store is open.
 *
 * <p>Replay may commit LMDB in the middle of a transaction: nobody reads yet, and after another
 * crash recovery starts from the checkpoint again, whatever LMDB holds by then.
 */
public final class LogReplay implements TransactionDecoder.StepVisitor {
  private static final int BATCH_CHANGES = 10_000;
  private static final long BATCH_BYTES = 16 << 20;

  /** Enough for the pages that a batch can touch. */
  private static final long BATCH_MAP_BYTES = 1L << 30;

  private static final byte[] NO_VALUE = {};

  private final LmdbEnvironment environment;
  private final RowIdCounters rowIds;
  private StoreState state;
  private CatalogState catalog;
  private WriteBatch batch;
  private int batchChanges;
  private long batchBytes;
  private long transactions;

  public LogReplay(
      LmdbEnvironment environment, RowIdCounters rowIds, StoreState state, CatalogState catalog) {
    this.environment = environment;
    this.rowIds = rowIds;
    this.state = state;
    this.catalog = catalog;
  }

  /** Applies everything after the current state up to {@code lastLsn}. */
  public void run(LogFiles files, long lastLsn) throws IOException {
    if (state.lsn() == lastLsn) {
      return;
    }
    List<String> segments = LogScanner.segments(files);
    beginBatch();
    try {
      for (int i = 0; i < segments.size() && state.lsn() < lastLsn; i++) {
        boolean needed =
            i + 1 == segments.size() || LogFormat.firstLsnOf(segments.get(i + 1)) > state.lsn() + 1;
        if (needed) {
          replaySegment(files, segments.get(i), lastLsn);
        }
      }
      endBatch();
    } catch (MapFullException e) {
      throw new IllegalStateException("a replay batch outgrew the map it was given", e);
    } finally {
      batch.close();
    }
    if (state.lsn() != lastLsn) {
      throw new DoLakeException(
          ErrorCode.LOG_DAMAGED,
          "the log ends at LSN " + lastLsn + " but only " + state.lsn() + " could be replayed");
    }
  }

  private void replaySegment(LogFiles files, String name, long lastLsn)
      throws IOException, MapFullException {
    try (SegmentReader reader = SegmentReader.open(files, name)) {
      TransactionDecoder decoder = new TransactionDecoder(reader);
      TransactionHeader header;
      while (state.lsn() < lastLsn && (header = decoder.nextTransaction()) != null) {
        if (header.lsn().value() <= state.lsn()) {
          continue;
        }
        while (decoder.nextStep(this)) {
          if (batchChanges >= BATCH_CHANGES || batchBytes >= BATCH_BYTES) {
            endBatch();
            beginBatch();
          }
        }
        state =
            new StoreState(
                header.lsn().value(),
                header.commitTimestamp().value(),
                Math.max(state.highestTransactionId(), header.transactionId().value()));
        transactions++;
      }
    }
  }

  private void beginBatch() {
    environment.ensureMapRoom(BATCH_MAP_BYTES);
    batch = environment.beginWrite();
    batchChanges = 0;
    batchBytes = 0;
  }

  private void endBatch() throws MapFullException {
    state.save(batch);
    batch.commit();
  }

  @Override
  public void row(RowChange change) {
    TableLayout layout = catalog.layout(change.table());
    if (layout == null) {
      throw new DoLakeException(
          ErrorCode.LOG_DAMAGED, "the log changes a row of unknown table " + change.table());
    }
    batchChanges += 1 + layout.indexes().size();
    try {
      if (change.after() == null) {
        batch.delete(Space.DATA, layout.storageId(), change.key());
      } else {
        batch.put(Space.DATA, layout.storageId(), change.key(), change.after());
        batchBytes += change.after().length;
      }
      replayEntries(layout, change);
    } catch (MapFullException e) {
      throw new IllegalStateException("a replay batch outgrew the map it was given", e);
    }
  }

  private void replayEntries(TableLayout layout, RowChange change) throws MapFullException {
    if (layout.indexes().isEmpty() && !layout.isRowIdNeverReused()) {
      return;
    }
    Object[] before = change.before() == null ? null : layout.decodeRow(change.before());
    Object[] after = change.after() == null ? null : layout.decodeRow(change.after());
    for (IndexLayout index : layout.indexes()) {
      IndexLayout.Entry removed = before == null ? null : index.entryOf(before);
      IndexLayout.Entry added = after == null ? null : index.entryOf(after);
      if (removed != null) {
        batch.delete(Space.INDEX, index.storageId(), removed.key());
      }
      if (added != null) {
        batch.put(Space.INDEX, index.storageId(), added.key(), NO_VALUE);
      }
    }
    if (layout.isRowIdNeverReused() && after != null) {
      rowIds.save(batch, layout.tableId(), layout.rowIdOf(after));
    }
  }

  @Override
  public void catalog(byte[] change) {
    CatalogChange decoded = CatalogCodec.decodeChange(change);
    try {
      catalog =
          GroupApplier.applyCatalogSteps(
              batch,
              rowIds,
              catalog,
              List.of(new WriteSet.CatalogStep(decoded, change, CatalogState.NO_STORAGE)));
      batchChanges++;
      if (decoded instanceof CatalogChange.CreateIndex create) {
        fill(create);
      }
    } catch (MapFullException e) {
      throw new IllegalStateException("a replay batch outgrew the map it was given", e);
    }
  }

  /** What a transaction fills ahead of its commit is not in the log: fill it here. */
  private void fill(CatalogChange.CreateIndex create) throws MapFullException {
    IndexFiller filler = new IndexFiller(catalog.layout(create.index().table()), create.index());
    while (!filler.fillSome(batch, BATCH_CHANGES)) {
      endBatch();
      beginBatch();
    }
  }

  public StoreState state() {
    return state;
  }

  public CatalogState catalog() {
    return catalog;
  }

  /** Number of transactions replayed. */
  public long transactionCount() {
    return transactions;
  }
}
