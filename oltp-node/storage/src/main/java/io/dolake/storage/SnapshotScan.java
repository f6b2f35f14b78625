package io.dolake.storage;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.catalog.Catalog;

/**
 * Rows of one table as they lie in the store, read in one snapshot: the bytes are those of the log
 * and of the change feed. Made for short reads: while it is open, the pages it sees cannot be
 * reused. Belongs to one thread.
 */
public interface SnapshotScan extends AutoCloseable {
  /** The snapshot holds exactly the transactions up to this one. */
  Lsn lsn();

  /** A time at or above {@link #lsn}'s commit timestamp and below every later commit's. */
  HlcTimestamp timestamp();

  /** The catalog at {@link #lsn}. */
  Catalog catalog();

  /** Moves to the next row; false at the end. */
  boolean next();

  /** The row's whole memcomparable primary key (docs/formats/key.md). */
  byte[] copyOfKey();

  /** The row's stored image: schema version and Avro (docs/formats/row.md). */
  byte[] copyOfImage();

  @Override
  void close();
}
