package io.dolake.storage.memtable;

import java.util.Iterator;

/** Entries of a range as one snapshot sees them, in a memtable that may still be written. */
final class RangeCursor implements MemtableCursor {
  private final StorageEntries entries;
  private final Iterator<byte[]> keys;
  private final VersionArena arena;
  private final long lsn;
  private byte[] key;
  private int version;

  RangeCursor(StorageEntries entries, Iterator<byte[]> keys, VersionArena arena, long lsn) {
    this.entries = entries;
    this.keys = keys;
    this.arena = arena;
    this.lsn = lsn;
  }

  @Override
  public boolean next() {
    while (keys.hasNext()) {
      key = keys.next();
      version = entries.find(key, lsn);
      if (version != VersionArena.NOWHERE) {
        return true;
      }
    }
    key = null;
    return false;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return arena.value(version);
  }
}
