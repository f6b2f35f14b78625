package io.dolake.storage.txn;

import io.dolake.storage.lmdb.EntryCursor;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.memtable.Memtable;
import io.dolake.storage.memtable.MemtableCursor;
import java.util.Arrays;

/**
 * Entries of one storage in key order as a snapshot sees them: those of LMDB, replaced, added to
 * and hidden by those of the memtables. Belongs to its snapshot's thread and ends with the
 * snapshot.
 */
final class SnapshotEntries implements AutoCloseable {
  private final EntryCursor stored;
  private final boolean backward;

  /** Null unless the memtable has entries of the storage; the newer one goes before the older. */
  private final MemtableCursor newer;

  private final MemtableCursor older;

  /** Whether there is an entry of LMDB that has not been returned yet. */
  private boolean storedReady;

  private byte[] key;
  private byte[] value;

  SnapshotEntries(
      SnapshotView snapshot,
      Space space,
      int storageId,
      byte[] lower,
      byte[] upper,
      boolean backward) {
    CommittedVersion version = snapshot.version();
    this.stored = snapshot.lmdb().entries(space, storageId, lower, upper, backward);
    this.backward = backward;
    // Without a version the snapshot was taken away, and LMDB's part will say so.
    this.newer =
        version == null
            ? null
            : open(version.active(), space, storageId, lower, upper, version.lsn());
    this.older =
        version == null
            ? null
            : open(version.frozen(), space, storageId, lower, upper, version.lsn());
    if (newer != null || older != null) {
      storedReady = stored.next();
    }
  }

  private MemtableCursor open(
      Memtable memtable, Space space, int storageId, byte[] lower, byte[] upper, long lsn) {
    if (memtable == null || !memtable.has(space, storageId)) {
      return null;
    }
    MemtableCursor cursor = memtable.entries(space, storageId, lower, upper, backward, lsn);
    return cursor.next() ? cursor : null;
  }

  /** Moves to the next entry in the cursor's direction; false at the end. */
  boolean next() {
    if (newer == null && older == null) {
      if (!stored.next()) {
        return false;
      }
      key = stored.key();
      value = stored.value();
      return true;
    }
    do {
      if (!mergeNext()) {
        return false;
      }
    } while (value == null);
    return true;
  }

  /** Takes the first of the three sources; of equal keys the newest counts. */
  private boolean mergeNext() {
    byte[] inLmdb = storedReady ? stored.key() : null;
    byte[] inOlder = older == null ? null : older.key();
    byte[] inNewer = newer == null ? null : newer.key();
    key = first(first(inLmdb, inOlder), inNewer);
    if (key == null) {
      return false;
    }
    byte[] taken = key;
    if (isSame(inLmdb, taken)) {
      value = stored.value();
      storedReady = stored.next();
    }
    if (isSame(inOlder, taken)) {
      value = older.value();
      older.next();
    }
    if (isSame(inNewer, taken)) {
      value = newer.value();
      newer.next();
    }
    return true;
  }

  private byte[] first(byte[] a, byte[] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    int order = Arrays.compareUnsigned(a, b);
    return (backward ? -order : order) <= 0 ? a : b;
  }

  private static boolean isSame(byte[] candidate, byte[] taken) {
    return candidate == taken || candidate != null && Arrays.equals(candidate, taken);
  }

  /** The current entry's key; not to be changed. */
  byte[] key() {
    return key;
  }

  /** The current entry's value; not to be changed. */
  byte[] value() {
    return value;
  }

  @Override
  public void close() {
    stored.close();
  }
}
