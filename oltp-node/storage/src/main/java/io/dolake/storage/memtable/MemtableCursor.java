package io.dolake.storage.memtable;

/** Entries of one storage in a memtable in key order, deletions included. */
public interface MemtableCursor {
  /** Moves to the next entry; false at the end, where {@link #key} is null. */
  boolean next();

  /** The entry's key; not to be changed. */
  byte[] key();

  /** The entry's value, or null if it is deleted. */
  byte[] value();
}
