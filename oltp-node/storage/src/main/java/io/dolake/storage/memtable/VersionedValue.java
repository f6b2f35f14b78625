package io.dolake.storage.memtable;

/**
 * One version of an entry and, through it, the older ones in the same memtable.
 *
 * @param lsn commit that wrote it
 * @param value the entry's value, or null if that commit deleted it; not to be changed
 * @param older the version before, or null
 */
public record VersionedValue(long lsn, byte[] value, VersionedValue older) {
  /** This version or the newest older one that a snapshot at this LSN sees, or null. */
  static VersionedValue visible(VersionedValue newest, long lsn) {
    VersionedValue version = newest;
    while (version != null && version.lsn > lsn) {
      version = version.older;
    }
    return version;
  }
}
