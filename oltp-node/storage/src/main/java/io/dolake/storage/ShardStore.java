package io.dolake.storage;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.ShardId;
import io.dolake.common.catalog.Catalog;

/**
 * One shard: a transactional store in one directory. Open with {@code ShardStores.open(directory,
 * config)}. Thread-safe; {@link #close} waits for commits in flight, ends open transactions and is
 * idempotent.
 */
public interface ShardStore extends AutoCloseable {
  ShardId shardId();

  ShardTransaction begin(TransactionOptions options);

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
   * Reads the log after {@code position}, so that the first transaction is {@code position.next()}.
   * LSN_REMOVED or LSN_IN_FUTURE if the log does not have it.
   */
  LogReader readLogAfter(Lsn position);

  /**
   * Position after which {@link #readLogAfter} gives every transaction committed after the time.
   */
  Lsn positionAt(HlcTimestamp timestamp);

  @Override
  void close();
}
