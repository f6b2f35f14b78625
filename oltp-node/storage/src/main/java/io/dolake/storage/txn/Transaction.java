package io.dolake.storage.txn;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.IndexId;
import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.TransactionId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.CommitResult;
import io.dolake.storage.KeyRange;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.Savepoint;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.catalog.IndexLayout;
import io.dolake.storage.catalog.TableLayout;
import io.dolake.storage.lmdb.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A transaction: puts reads, writes, DDL and the commit together and guards its life. */
public final class Transaction implements ShardTransaction {
  private enum State {
    ACTIVE,
    /** Rolled back, failed or handed to the writer. */
    OVER
  }

  private final TransactionContext context;
  private final TransactionId id;
  private final TransactionOptions options;
  private final LockOwner lockOwner;
  private final TransactionView view;
  private final List<RowCursor> cursors = new ArrayList<>();
  private final List<Integer> savepointMarks = new ArrayList<>();

  /** Null until the first write. */
  private TransactionWrites writes;

  private boolean registered;

  private State state = State.ACTIVE;

  public Transaction(TransactionContext context, TransactionOptions options) {
    this.context = context;
    this.options = options;
    this.id = new TransactionId(context.nextTransactionId());
    this.lockOwner = new LockOwner(id.value());
    this.view = new TransactionView(context, this, options.isolation());
    context.opened();
  }

  @Override
  public TransactionId id() {
    return id;
  }

  @Override
  public TransactionOptions options() {
    return options;
  }

  @Override
  public Lsn snapshotLsn() {
    checkActive();
    return new Lsn(view.lsn());
  }

  @Override
  public Catalog catalog() {
    checkActive();
    return catalogState();
  }

  private CatalogState catalogState() {
    return writes == null ? view.catalog() : writes.catalog.catalog();
  }

  TransactionView view() {
    return view;
  }

  /** To be called before the first look at what is committed, and before the first lock. */
  void register() {
    if (!registered && !options.readOnly()) {
      registered = true;
      context.register(this);
    }
  }

  private TransactionWrites writes() {
    if (writes == null) {
      register();
      long timeoutNanos = options.lockTimeout().toNanos();
      writes =
          new TransactionWrites(
              context, this, new TransactionLocks(context, lockOwner, timeoutNanos, view));
      // Savepoints from before the first write go back to having written nothing.
      savepointMarks.forEach(mark -> writes.set.mark());
    }
    return writes;
  }

  private boolean hasWritten() {
    return writes != null && writes.set.stepCount() > 0;
  }

  /** The transaction's own changes of a table, or null if there are none. */
  TableWrites ownWrites(int tableId) {
    return writes == null ? null : writes.set.existing(tableId);
  }

  @Override
  public void beginStatement() {
    checkActive();
    view.beginStatement();
  }

  /** Fails if the transaction is over or was aborted meanwhile. */
  void checkActive() {
    if (state != State.ACTIVE) {
      throw new DoLakeException(
          ErrorCode.NO_ACTIVE_TRANSACTION, "the transaction is over", "begin a new one");
    }
    if (lockOwner.isAborted() && lockOwner.takeAbort()) {
      context.committer.checkOpen();
      throw new DoLakeException(ErrorCode.QUERY_CANCELED, "the statement was canceled");
    }
  }

  private TableLayout layoutOf(TableId table) {
    TableLayout layout = catalogState().layout(table);
    if (layout == null) {
      throw new DoLakeException(ErrorCode.UNDEFINED_TABLE, "there is no table with id " + table);
    }
    return layout;
  }

  // Reads.

  @Override
  public Row get(TableId table, Object... key) {
    checkActive();
    TableLayout layout = layoutOf(table);
    return rowOf(layout, readImage(layout, layout.keyOf(key)));
  }

  private static Row rowOf(TableLayout layout, byte[] image) {
    return image == null ? null : new StoredRow(layout.rowDecoder()).wrap(image);
  }

  /** The row's image as this transaction sees it, or null. */
  byte[] readImage(TableLayout layout, byte[] key) {
    if (view.reads() != null) {
      view.noteRowRead(LockKey.row(layout.tableId(), key));
    } else {
      view.noteRead();
    }
    TableWrites own = ownWrites(layout.tableId());
    if (own != null) {
      RowWrite write = own.rows.get(key);
      if (write != null) {
        return write.after();
      }
      if (own.withoutBase) {
        return null;
      }
    }
    return view.image(layout.storageId(), key);
  }

  @Override
  public RowCursor scan(TableId table, KeyRange range, ScanDirection direction) {
    checkActive();
    TableLayout layout = layoutOf(table);
    KeyInterval interval = KeyInterval.of(layout.keyCodec(), range);
    boolean backward = direction == ScanDirection.BACKWARD;
    int tableId = layout.tableId();
    MergedCursor<RowWrite> entries =
        new MergedCursor<>(
            view,
            Space.DATA,
            layout.storageId(),
            interval,
            backward,
            new OwnRows(this, tableId),
            view.noteTableRange(tableId, interval, backward));
    return opened(new TableCursor(this, layout, entries));
  }

  @Override
  public RowCursor scanIndex(IndexId index, KeyRange range, ScanDirection direction) {
    return scanIndex(index, range, direction, false);
  }

  @Override
  public RowCursor scanIndexOnly(IndexId index, KeyRange range, ScanDirection direction) {
    return scanIndex(index, range, direction, true);
  }

  private RowCursor scanIndex(
      IndexId indexId, KeyRange range, ScanDirection direction, boolean entriesOnly) {
    checkActive();
    CatalogState catalog = catalogState();
    CatalogState.StoredIndex stored =
        catalog
            .storedIndex(indexId)
            .orElseThrow(
                () ->
                    new DoLakeException(
                        ErrorCode.UNDEFINED_OBJECT, "there is no index with id " + indexId));
    if (!stored.index().ready()) {
      throw new DoLakeException(
          ErrorCode.OBJECT_IN_USE,
          "index " + stored.index().name() + " is still being built",
          "read the table until it is ready");
    }
    TableLayout layout = layoutOf(stored.index().table());
    IndexLayout index = layout.index(indexId.value());
    KeyInterval interval = KeyInterval.of(index.keyCodec(), range);
    boolean backward = direction == ScanDirection.BACKWARD;
    MergedCursor<Boolean> entries =
        new MergedCursor<>(
            view,
            Space.INDEX,
            index.storageId(),
            interval,
            backward,
            new OwnIndexEntries(this, layout.tableId(), index.indexId()),
            view.noteIndexRange(index.indexId(), interval, backward));
    boolean exact = entriesOnly && index.keyCodec().isExact();
    return opened(new IndexCursor(this, layout, index, entries, exact));
  }

  private RowCursor opened(RowCursor cursor) {
    cursors.add(cursor);
    return cursor;
  }

  void forget(RowCursor cursor) {
    cursors.remove(cursor);
  }

  private record OwnRows(Transaction transaction, int tableId)
      implements MergedCursor.OwnEntries<RowWrite> {
    @Override
    public NavigableMap<byte[], RowWrite> get() {
      TableWrites table = transaction.ownWrites(tableId);
      return table == null ? null : table.rows;
    }

    @Override
    public boolean hideBase() {
      TableWrites table = transaction.ownWrites(tableId);
      return table != null && table.withoutBase;
    }
  }

  private record OwnIndexEntries(Transaction transaction, int tableId, int indexId)
      implements MergedCursor.OwnEntries<Boolean> {
    @Override
    public NavigableMap<byte[], Boolean> get() {
      TableWrites table = transaction.ownWrites(tableId);
      return table == null ? null : table.indexEntries.get(indexId);
    }

    @Override
    public boolean hideBase() {
      TableWrites table = transaction.ownWrites(tableId);
      return table != null && table.withoutBase;
    }
  }

  // Writes.

  private void checkWritable() {
    checkActive();
    if (options.readOnly()) {
      throw new DoLakeException(
          ErrorCode.READ_ONLY_TRANSACTION, "a read-only transaction cannot write");
    }
    context.committer.checkOpen();
  }

  /** Runs a step that may end the transaction with an error of its own. */
  private <T> T step(Supplier<T> action) {
    try {
      return action.get();
    } catch (DoLakeException e) {
      if (e.code() == ErrorCode.SERIALIZATION_FAILURE || e.code() == ErrorCode.DEADLOCK) {
        rollback();
      }
      throw e;
    }
  }

  /** Whether the view is too old to show the entries of an index. */
  boolean needsFreshView(IndexLayout index) {
    return writes().catalog.isPrepared(index.storageId()) || !view.isNewest();
  }

  <T> T withAllInLmdb(Callable<T> action) {
    try {
      return context.committer.withAllInLmdb(action);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new DoLakeException(ErrorCode.INTERNAL_ERROR, e.getMessage(), null, e);
    }
  }

  @Override
  public Row getForUpdate(TableId table, Object... key) {
    checkWritable();
    return step(
        () -> {
          TableLayout layout = layoutOf(table);
          return rowOf(layout, writes().rows.lockRow(layout, layout.keyOf(key)));
        });
  }

  @Override
  public boolean tryLock(TableId table, Object... key) {
    checkWritable();
    return step(
        () -> {
          TableLayout layout = layoutOf(table);
          return writes().rows.tryLockRow(layout, layout.keyOf(key));
        });
  }

  @Override
  public void insert(TableId table, Object[] row) {
    checkWritable();
    step(
        () -> {
          writes().rows.insert(layoutOf(table), row);
          return null;
        });
  }

  @Override
  public boolean update(TableId table, Object[] key, Object[] row) {
    checkWritable();
    return step(
        () -> {
          TableLayout layout = layoutOf(table);
          return writes().rows.update(layout, layout.keyOf(key), row);
        });
  }

  @Override
  public boolean delete(TableId table, Object... key) {
    checkWritable();
    return step(
        () -> {
          TableLayout layout = layoutOf(table);
          return writes().rows.delete(layout, layout.keyOf(key));
        });
  }

  @Override
  public long allocateRowId(TableId table) {
    checkWritable();
    TableLayout layout = layoutOf(table);
    return context.rowIds.next(layout.tableId(), () -> highestRowId(layout));
  }

  @Override
  public long lastRowId(TableId table) {
    checkActive();
    TableLayout layout = layoutOf(table);
    return context.rowIds.last(layout.tableId(), () -> highestRowId(layout));
  }

  @Override
  public void setLastRowId(TableId table, long last) {
    checkWritable();
    TableLayout layout = layoutOf(table);
    context.rowIds.set(layout.tableId(), last, () -> highestRowId(layout));
  }

  private long highestRowId(TableLayout layout) {
    long highest = 0;
    TableWrites own = ownWrites(layout.tableId());
    if (own != null) {
      highest = Math.max(highest, own.highestRowId);
    }
    if (!layout.isRowIdTheKey() || layout.storageId() == CatalogState.NO_STORAGE) {
      return highest;
    }
    boolean descending = layout.table().primaryKey().get(0).descending();
    SnapshotView now = view.openNow();
    try (var last = now.entries(Space.DATA, layout.storageId(), null, null, !descending)) {
      return last.next() && layout.keyCodec().decode(last.key())[0] instanceof Long value
          ? Math.max(highest, value)
          : highest;
    } finally {
      now.release();
    }
  }

  // DDL.

  @Override
  public void apply(CatalogChange change) {
    checkWritable();
    step(
        () -> {
          writes().catalog.apply(change);
          return null;
        });
  }

  @Override
  public TableId allocateTableId() {
    checkWritable();
    return step(() -> new TableId(writes().catalog.allocateTableId()));
  }

  @Override
  public IndexId allocateIndexId() {
    checkWritable();
    return step(() -> new IndexId(writes().catalog.allocateIndexId()));
  }

  // Savepoints.

  @Override
  public Savepoint savepoint() {
    checkActive();
    savepointMarks.add(writes == null ? 0 : writes.set.mark());
    return new Savepoint(id.value(), savepointMarks.size());
  }

  @Override
  public void rollbackTo(Savepoint savepoint) {
    checkActive();
    requireSavepoint(savepoint);
    if (writes != null) {
      writes.set.rollbackTo(savepointMarks.get(savepoint.depth() - 1));
    }
    forgetSavepointsAfter(savepoint.depth());
  }

  @Override
  public void release(Savepoint savepoint) {
    checkActive();
    requireSavepoint(savepoint);
    forgetSavepointsAfter(savepoint.depth() - 1);
  }

  private void requireSavepoint(Savepoint savepoint) {
    if (savepoint.transactionId() != id.value() || savepoint.depth() > savepointMarks.size()) {
      throw new DoLakeException(ErrorCode.INVALID_SAVEPOINT, "the savepoint is no longer valid");
    }
  }

  private void forgetSavepointsAfter(int depth) {
    int count = savepointMarks.size() - depth;
    savepointMarks.subList(depth, savepointMarks.size()).clear();
    if (count > 0 && writes != null) {
      writes.set.releaseMarks(count);
    }
  }

  // The end.

  @Override
  public CommitResult commit() {
    checkActive();
    if (!hasWritten()) {
      CommitResult nothing = commitNothing();
      if (!view.hasSeenUnpublished()) {
        return nothing;
      }
      CommitRequest request = CommitRequest.ofNothing(nothing, null);
      context.committer.commit(request);
      return request.resultOrThrow();
    }
    CommitRequest request = commitRequest(null);
    hand(() -> context.committer.commit(request));
    return request.resultOrThrow();
  }

  @Override
  public CompletableFuture<CommitResult> commitAsync() {
    checkActive();
    CompletableFuture<CommitResult> future = new CompletableFuture<>();
    if (!hasWritten()) {
      CommitResult nothing = commitNothing();
      if (!view.hasSeenUnpublished()) {
        return CompletableFuture.completedFuture(nothing);
      }
      context.committer.commitAsync(CommitRequest.ofNothing(nothing, future));
      return future;
    }
    CommitRequest request = commitRequest(future);
    hand(() -> context.committer.commitAsync(request));
    return future;
  }

  private CommitRequest commitRequest(CompletableFuture<CommitResult> future) {
    ReadSet reads = view.reads();
    boolean validate = reads != null && !reads.isEmpty();
    return new CommitRequest(
        id.value(),
        writes.set,
        validate ? reads : null,
        view.validatedLsn(),
        this::releaseLocks,
        future);
  }

  private void hand(Runnable commit) {
    leave();
    try {
      commit.run();
    } catch (DoLakeException e) {
      // It was refused at the door.
      releaseLocks();
      throw e;
    }
  }

  private CommitResult commitNothing() {
    HlcTimestamp timestamp = new HlcTimestamp(view.timestampSoFar());
    rollback();
    return new CommitResult(Lsn.NONE, timestamp);
  }

  private void leave() {
    state = State.OVER;
    while (!cursors.isEmpty()) {
      cursors.get(cursors.size() - 1).close();
    }
    view.close();
  }

  private void releaseLocks() {
    if (writes != null) {
      writes.catalog.close();
      context.locks.releaseAll(lockOwner);
    }
    if (registered) {
      context.unregister(this);
    }
    context.ended();
  }

  @Override
  public void rollback() {
    if (state == State.ACTIVE) {
      leave();
      releaseLocks();
    }
  }

  @Override
  public void abort() {
    lockOwner.abort();
  }

  @Override
  public void forgetAbort() {
    if (lockOwner.takeAbort()) {
      context.committer.checkOpen();
    }
  }

  @Override
  public void close() {
    rollback();
  }
}
