package io.dolake.storage.memtable;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;

/** Entries of one storage in a memtable as one snapshot sees them, deletions included. */
public final class MemtableCursor {
  private final Iterator<Map.Entry<byte[], VersionedValue>> entries;
  private final long lsn;
  private byte[] key;
  private byte[] value;

  MemtableCursor(ConcurrentNavigableMap<byte[], VersionedValue> range, long lsn) {
    this.entries = range.entrySet().iterator();
    this.lsn = lsn;
  }

  /** Moves to the next entry; false at the end, where {@link #key} is null. */
  public boolean next() {
    while (entries.hasNext()) {
      Map.Entry<byte[], VersionedValue> entry = entries.next();
      VersionedValue version = VersionedValue.visible(entry.getValue(), lsn);
      if (version != null) {
        key = entry.getKey();
        value = version.value();
        return true;
      }
    }
    key = null;
    value = null;
    return false;
  }

  public byte[] key() {
    return key;
  }

  /** Null if the entry is deleted. */
  public byte[] value() {
    return value;
  }
}
