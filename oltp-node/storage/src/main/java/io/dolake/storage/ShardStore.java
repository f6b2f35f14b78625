package io.dolake.storage;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.IndexId;
import io.dolake.common.Lsn;
import io.dolake.common.ShardId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.storage.backup.BackupManifest;
import java.nio.file.Path;

/**
 * One shard: a transactional store in one directory. Open with {@code ShardStores.open(directory,
 * config)}. Thread-safe; {@link #close} waits for commits in flight, ends open transactions and is
 * idempotent.
 */
public interface ShardStore extends AutoCloseable {
  /** Longest bound of {@link #scanSnapshot}. */
  int MAX_SCAN_BOUND_LENGTH = 256;

  ShardId shardId();

  ShardTransaction begin(TransactionOptions options);

  /**
   * Reads committed rows of a table with their stored bytes, in the order of their memcomparable
   * keys compared as unsigned bytes. Bounds are such keys or prefixes of them, at most {@value
   * #MAX_SCAN_BOUND_LENGTH} bytes long; a key longer than the store can index is ordered among its
   * neighbours with the same first bytes in an unspecified way, which no bound can divide.
   *
   * @param fromKey first key of the range, or null for the beginning of the table
   * @param toKey key after the range, or null for the end of the table
   * @throws io.dolake.common.error.DoLakeException UNDEFINED_TABLE if there is no such table
   */
  SnapshotScan scanSnapshot(TableId table, byte[] fromKey, byte[] toKey, ScanDirection direction);

  /** The committed catalog as of now. */
  Catalog catalog();

  /** Last durable and visible commit. */
  Lsn lastLsn();

  /** Oldest LSN that a log reader can still start at. */
  Lsn firstRetainedLsn();

  /** No later commit gets a timestamp at or below this one; grows with the clock. */
  HlcTimestamp resolvedTimestamp();

  ReplicationSlots slots();

  /**
   * Fills an index that was created as not ready while others go on writing its table, and makes it
   * ready; returns when it is. A unique index whose values are not unique is dropped and
   * UNIQUE_VIOLATION thrown. May be called again after a restart that interrupted it.
   */
  void buildIndex(IndexId index);

  /** Figures for operators; costs some system calls. */
  StoreMetrics metrics();

  /**
   * Reads the log after {@code position}, so that the first transaction is {@code position.next()}.
   * LSN_REMOVED or LSN_IN_FUTURE if the log does not have it.
   */
  LogReader readLogAfter(Lsn position);

  /**
   * Position after which {@link #readLogAfter} gives every transaction committed after the time.
   */
  Lsn positionAt(HlcTimestamp timestamp);

  /**
   * Copies the shard to a new directory while it goes on. The copy holds every transaction up to
   * the manifest's last LSN; see {@link io.dolake.storage.backup.BackupRestore} for the way back.
   *
   * @throws io.dolake.common.error.DoLakeException BACKUP_INVALID if the directory is not empty
   */
  BackupManifest backup(Path target);

  @Override
  void close();
}
