package io.dolake.storage.txn;

import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.ReadSnapshot;
import io.dolake.storage.memtable.Memtable;

/**
 * Knows which LSN, catalog and memtables belong to an LMDB commit, so that a read snapshot learns
 * them without reading them. Whoever commits to LMDB announces that before and publishes it after;
 * a snapshot that falls in between finds the announcement.
 */
public final class VersionTracker {
  /** Far more commits than can overtake a thread between two looks. */
  private static final int MAX_ATTEMPTS = 1_000_000;

  private volatile CommittedVersion current;

  /** Null unless an LMDB commit that brings it is under way. */
  private volatile CommittedVersion announced;

  public VersionTracker(CommittedVersion initial) {
    current = initial;
  }

  /** The last published version. */
  public CommittedVersion current() {
    return current;
  }

  /** Tells of transactions that are in the log and the active memtable; with the writer's role. */
  synchronized void logged(long lsn, long timestamp) {
    current = current.log(lsn, timestamp);
  }

  /** Publishes all that was logged; with the writer's role, when it is durable. */
  synchronized void committed() {
    current = current.withAllLogged();
  }

  /**
   * Ends the active memtable and begins another; with the writer's role, and when nothing is
   * frozen.
   */
  synchronized void freeze() {
    current = current.freeze();
  }

  /** Called before an LMDB commit that changes nothing that can be seen; 0 if it failed. */
  synchronized void moving(long lmdbTxnId) {
    current = current.movingTo(lmdbTxnId);
  }

  /** Called after that commit, if it put the frozen memtable into LMDB. */
  synchronized void moved(long lmdbTxnId) {
    current = current.movedTo(lmdbTxnId);
  }

  /** Called after that commit, if the memtables have nothing to do with it. */
  synchronized void maintained(long lmdbTxnId) {
    current = current.maintainedTo(lmdbTxnId);
  }

  /** Called before an LMDB commit that brings this version; with nothing in the memtables. */
  void announce(CommittedVersion next) {
    announced = next;
  }

  /** Called after that commit. */
  synchronized void publish() {
    current = announced;
    // From now on a snapshot of that LMDB commit may lack newer commits, which are in memory.
    announced = null;
  }

  /** Opens a snapshot of the newest version. */
  SnapshotView open(LmdbEnvironment environment) {
    ReadSnapshot snapshot = environment.openSnapshot(current.lmdbTxnId());
    return SnapshotView.of(snapshot, versionOf(snapshot));
  }

  /**
   * Opens a snapshot that also shows what is in the log and may not be durable yet: for who holds a
   * lock that such a transaction gave up. Nothing that was seen there may be acknowledged before
   * that transaction is.
   */
  SnapshotView openLogged(LmdbEnvironment environment) {
    ReadSnapshot snapshot = environment.openSnapshot(current.lmdbTxnId());
    return SnapshotView.of(snapshot, versionOf(snapshot).withAllLogged());
  }

  /** The newest version with this snapshot; moves the snapshot on if it was overtaken. */
  CommittedVersion versionOf(ReadSnapshot snapshot) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      CommittedVersion published = current;
      if (published.fits(snapshot.lmdbTxnId())) {
        return published;
      }
      CommittedVersion next = announced;
      if (next != null && next.lmdbTxnId() == snapshot.lmdbTxnId()) {
        return next;
      }
      snapshot.refresh();
    }
    throw new IllegalStateException("LMDB commit " + snapshot.lmdbTxnId() + " has no version");
  }

  /** About how much of the heap commits take that LMDB does not have yet. */
  public long bytesAheadOfLmdb() {
    CommittedVersion version = current;
    Memtable frozen = version.frozen();
    return version.active().bytes() + (frozen == null ? 0 : frozen.bytes());
  }
}
