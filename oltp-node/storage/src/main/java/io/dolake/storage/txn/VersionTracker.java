package io.dolake.storage.txn;

import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.ReadSnapshot;

/**
 * Knows which LSN and catalog belong to an LMDB commit, so that a read snapshot learns them without
 * reading them. The writer announces a version before its LMDB commit and publishes it after; a
 * snapshot that falls in between finds the announcement.
 */
public final class VersionTracker {
  /** Far more commits than can overtake a thread between two looks. */
  private static final int MAX_ATTEMPTS = 1_000_000;

  private volatile CommittedVersion current;
  private volatile CommittedVersion announced;

  public VersionTracker(CommittedVersion initial) {
    current = initial;
    announced = initial;
  }

  /** The last published version. */
  public CommittedVersion current() {
    return current;
  }

  /** Called with the writer's role before the LMDB commit. */
  void announce(CommittedVersion next) {
    announced = next;
  }

  /** Called with the writer's role after the LMDB commit. */
  void publish() {
    current = announced;
  }

  /** Opens a snapshot of the newest version. */
  SnapshotView open(LmdbEnvironment environment) {
    ReadSnapshot snapshot = environment.openSnapshot(current.lmdbTxnId());
    return new SnapshotView(snapshot, versionOf(snapshot));
  }

  /** The snapshot's version; moves the snapshot on if it has been overtaken meanwhile. */
  CommittedVersion versionOf(ReadSnapshot snapshot) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      CommittedVersion published = current;
      if (published.lmdbTxnId() == snapshot.lmdbTxnId()) {
        return published;
      }
      CommittedVersion next = announced;
      if (next.lmdbTxnId() == snapshot.lmdbTxnId()) {
        return next;
      }
      snapshot.refresh();
    }
    throw new IllegalStateException("LMDB commit " + snapshot.lmdbTxnId() + " has no version");
  }
}
