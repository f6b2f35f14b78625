package io.dolake.storage.txn;

import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.lmdb.ReadSnapshot;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.memtable.VersionedValue;

/**
 * A read snapshot together with what is known of the version it shows. The version itself, with its
 * memtables, is kept by the read snapshot, which may be taken from an owner who has it for too
 * long: the next look into LMDB then fails with SNAPSHOT_TOO_OLD. Belongs to one thread at a time.
 *
 * @param lsn last transaction in it
 * @param timestamp that transaction's commit timestamp
 */
record SnapshotView(ReadSnapshot lmdb, long lsn, long timestamp, CatalogState catalog) {
  static SnapshotView of(ReadSnapshot lmdb, CommittedVersion version) {
    lmdb.attach(version);
    return new SnapshotView(lmdb, version.lsn(), version.timestamp(), version.catalog());
  }

  /** Null if the snapshot was taken away. */
  CommittedVersion version() {
    return (CommittedVersion) lmdb.attachment();
  }

  /** The value with this key, not to be changed, or null. */
  byte[] value(Space space, int storageId, byte[] key) {
    VersionedValue recent = recent(space, storageId, key);
    return recent != null ? recent.value() : lmdb.copyOfValue(space, storageId, key);
  }

  /** The image of a row that is about to be changed, not to be changed itself, or null. */
  byte[] rowToChange(int storageId, byte[] key) {
    VersionedValue recent = recent(Space.DATA, storageId, key);
    return recent != null ? recent.value() : lmdb.copyOfRowToChange(storageId, key);
  }

  /** What the memtables say, or null if LMDB has the last word. */
  private VersionedValue recent(Space space, int storageId, byte[] key) {
    CommittedVersion version = version();
    return version == null ? null : version.find(space, storageId, key);
  }

  /**
   * Entries of a storage in key order.
   *
   * @param lower first key, or null for the beginning
   * @param upper key after the last, or null for the end
   */
  SnapshotEntries entries(
      Space space, int storageId, byte[] lower, byte[] upper, boolean backward) {
    return new SnapshotEntries(this, space, storageId, lower, upper, backward);
  }

  /** Gives the snapshot back. */
  void release() {
    lmdb.release();
  }
}
