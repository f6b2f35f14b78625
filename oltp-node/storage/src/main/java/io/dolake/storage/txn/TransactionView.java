package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.lmdb.ReadSnapshot;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.txn.ReadSet.Range;
import java.util.Arrays;

/**
 * What a transaction sees of the committed state, and what it has seen. Belongs to the
 * transaction's thread.
 *
 * <p>The snapshot is taken at the first look. When a lock is granted on something that was changed
 * since, a serializable transaction checks whether all it has read is still as it was; if so,
 * having read it now would have made no difference, so the snapshot moves on to now and the
 * transaction goes on. Otherwise it has to start over.
 */
final class TransactionView {
  /** Stands for a transaction that asks for nothing that older commits have written. */
  private static final long NOTHING_NEEDED = Long.MAX_VALUE;

  private final TransactionContext context;
  private final Transaction owner;
  private final IsolationLevel isolation;

  /** Null unless reads have to be validated. */
  private final ReadSet reads;

  private SnapshotView snapshot;
  private boolean stale;
  private boolean hasRead;
  private int epoch;

  /** Newest commit that what was seen may depend on; it may not be durable yet. */
  private long seenLsn;

  /** Read by the holder of the writer's role; 0 until a snapshot is open. */
  private volatile long neededLsn;

  TransactionView(TransactionContext context, Transaction owner, IsolationLevel isolation) {
    this.context = context;
    this.owner = owner;
    this.isolation = isolation;
    this.reads =
        !owner.options().readOnly() && isolation == IsolationLevel.SERIALIZABLE
            ? new ReadSet()
            : null;
  }

  private SnapshotView snapshot() {
    if (snapshot == null) {
      open();
    } else if (stale) {
      moveToNow();
    }
    return snapshot;
  }

  private void open() {
    owner.register();
    snapshot = context.versions.open(context.environment);
    noteNeededLsn();
  }

  private void noteNeededLsn() {
    if (!owner.options().readOnly()) {
      neededLsn = isolation == IsolationLevel.READ_COMMITTED ? NOTHING_NEEDED : snapshot.lsn();
    }
  }

  /**
   * Commits after this one may be asked for when this transaction is validated, until its outcome
   * is known; callable from any thread.
   */
  long neededLsn() {
    return neededLsn;
  }

  private void moveToNow() {
    stale = false;
    CommittedVersion now = context.versions.current();
    if (now.lsn() == snapshot.lsn() && seenLsn <= now.lsn()) {
      return;
    }
    ReadSnapshot lmdb = snapshot.lmdb();
    if (!now.fits(lmdb.lmdbTxnId())) {
      lmdb.refresh();
    }
    CommittedVersion found = context.versions.versionOf(lmdb);
    // What was seen already stays in sight, also while it is not durable.
    snapshot = SnapshotView.of(lmdb, found.lsn() < seenLsn ? found.withAllLogged() : found);
    epoch++;
  }

  long lsn() {
    return snapshot().lsn();
  }

  /** What has been read is as it was at this commit; 0 if nothing was. */
  long validatedLsn() {
    return snapshot == null ? 0 : snapshot.lsn();
  }

  /** Commit timestamp of what has been read, or of the newest commit if nothing was. */
  long timestampSoFar() {
    return snapshot == null ? context.versions.current().timestamp() : snapshot.timestamp();
  }

  CatalogState catalog() {
    return snapshot().catalog();
  }

  /** What is committed, as this transaction sees it. */
  SnapshotView committed() {
    return snapshot();
  }

  /** Changes when the snapshot moves: cursors have to be opened anew. */
  int epoch() {
    return epoch;
  }

  ReadSet reads() {
    return reads;
  }

  /** At READ COMMITTED, lets the next look see what is committed by then. */
  void beginStatement() {
    if (isolation == IsolationLevel.READ_COMMITTED) {
      stale = true;
    }
  }

  /** Remembers that the snapshot cannot move unnoticed any more. */
  void noteRead() {
    hasRead = true;
  }

  void noteRowRead(LockKey row) {
    hasRead = true;
    if (reads != null) {
      reads.addRow(row);
    }
  }

  /** Remembers a range, which the caller goes on to widen; null if that is not needed. */
  Range noteTableRange(int tableId, KeyInterval interval, boolean backward) {
    hasRead = true;
    if (reads == null) {
      return null;
    }
    Range range = emptyRange(interval, backward);
    reads.addTableRange(tableId, range);
    return range;
  }

  Range noteIndexRange(int indexId, KeyInterval interval, boolean backward) {
    hasRead = true;
    if (reads == null) {
      return null;
    }
    Range range = emptyRange(interval, backward);
    reads.addIndexRange(indexId, range);
    return range;
  }

  private static Range emptyRange(KeyInterval interval, boolean backward) {
    // A backward scan of an unbounded range begins at infinity, which no empty range can express.
    if (backward) {
      return new Range(
          interval.upper() == null ? interval.lower() : interval.upper(), interval.upper());
    }
    byte[] start = interval.lower() == null ? new byte[0] : interval.lower();
    return new Range(start, start);
  }

  /** The committed image of a row as this transaction sees it, or null. */
  byte[] image(int storageId, byte[] key) {
    return storageId == CatalogState.NO_STORAGE
        ? null
        : snapshot().value(Space.DATA, storageId, key);
  }

  /** The committed image, as of now, of a row that this transaction has locked. */
  byte[] lockedImage(int storageId, byte[] key) {
    if (storageId == CatalogState.NO_STORAGE) {
      return null;
    }
    if (isolation != IsolationLevel.READ_COMMITTED || isNewest()) {
      return snapshot().rowToChange(storageId, key);
    }
    SnapshotView now = openNow();
    try {
      return now.rowToChange(storageId, key);
    } finally {
      now.release();
    }
  }

  /** Whether nothing that this transaction may have to see under a lock is newer. */
  boolean isNewest() {
    return context.versions.current().loggedLsn() == snapshot().lsn();
  }

  /**
   * A snapshot beside this view's, with what may not be durable yet; to be released by the caller.
   */
  SnapshotView openNow() {
    SnapshotView now = context.versions.openLogged(context.environment);
    seenLsn = Math.max(seenLsn, now.lsn());
    return now;
  }

  /** Whether what was seen may still vanish, if the log cannot be synced. */
  boolean hasSeenUnpublished() {
    return seenLsn > context.versions.current().lsn();
  }

  /**
   * After a row's lock was granted: makes sure that the snapshot shows the row as it is now.
   *
   * @throws DoLakeException SERIALIZATION_FAILURE if that would contradict what was read before
   */
  void requireCurrentRow(LockKey row, int storageId) {
    if (isolation == IsolationLevel.READ_COMMITTED || isNewest()) {
      return;
    }
    long since = snapshot.lsn();
    if (!context.history.isRowWrittenSince(row, since) && context.history.reachesBackTo(since)) {
      return;
    }
    if (isolation == IsolationLevel.SNAPSHOT
        && hasRead
        && !context.history.reachesBackTo(since)
        && isImageUnchanged(row, storageId)) {
      return;
    }
    moveOrFail();
  }

  private boolean isImageUnchanged(LockKey row, int storageId) {
    SnapshotView now = openNow();
    try {
      return now.catalog().version() == catalog().version()
          && Arrays.equals(
              now.value(Space.DATA, storageId, row.key()), image(storageId, row.key()));
    } finally {
      now.release();
    }
  }

  /** Likewise for the entries of an index within an interval. */
  void requireCurrentIndex(int indexId, KeyInterval interval) {
    if (isolation == IsolationLevel.READ_COMMITTED || isNewest()) {
      return;
    }
    long since = snapshot.lsn();
    if (!context.history.isIndexWrittenSince(indexId, interval, since)
        && context.history.reachesBackTo(since)) {
      return;
    }
    moveOrFail();
  }

  /** After a lock that DDL takes was granted: makes sure that the catalog is the newest. */
  void requireCurrentCatalog(boolean mayChange) {
    CatalogState now = context.versions.current().catalog();
    if (now.version() == catalog().version()) {
      return;
    }
    if (!mayChange) {
      throw schemaChanged();
    }
    if (isolation == IsolationLevel.READ_COMMITTED) {
      moveToNow();
    } else {
      moveOrFail(true);
    }
  }

  private void moveOrFail() {
    moveOrFail(false);
  }

  private void moveOrFail(boolean catalogMayChange) {
    SnapshotView before = snapshot;
    if (hasRead && reads == null) {
      throw conflict();
    }
    SnapshotView now = openNow();
    boolean sameCatalog = now.catalog().version() == before.catalog().version();
    boolean unchanged = reads == null || context.history.isUnchangedSince(reads, before.lsn());
    if (!unchanged || !sameCatalog && !catalogMayChange) {
      now.release();
      throw unchanged ? schemaChanged() : conflict();
    }
    snapshot = now;
    noteNeededLsn();
    epoch++;
    before.release();
  }

  private static DoLakeException conflict() {
    return new DoLakeException(
        ErrorCode.SERIALIZATION_FAILURE,
        "a concurrent transaction changed what this one works on",
        "run the transaction again");
  }

  private static DoLakeException schemaChanged() {
    return new DoLakeException(
        ErrorCode.SERIALIZATION_FAILURE,
        "a concurrent transaction changed the schema",
        "run the transaction again");
  }

  /** Gives the snapshot back. Idempotent. */
  void close() {
    if (snapshot != null) {
      snapshot.release();
      snapshot = null;
    }
  }
}
