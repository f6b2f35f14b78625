package io.dolake.storage;

/**
 * What an operator asks a store, at one moment. Counts are since the store was opened; times are in
 * nanoseconds unless named otherwise.
 *
 * @param committedTransactions transactions that wrote something and were committed
 * @param commitGroups groups they were committed in
 * @param serializationFailures transactions refused by validation at their commit
 * @param commitNanosMedian time from asking for a commit to knowing its outcome: half took less
 * @param commitNanos99 99 of 100 took less
 * @param syncNanosMedian time of a sync of the log: half took less
 * @param syncNanos99 99 of 100 took less
 * @param syncNanosTotal time spent in syncs of the log
 * @param syncs number of them
 * @param openTransactions transactions that have not ended
 * @param locks locks that are held or waited for
 * @param lastLsn last commit
 * @param firstRetainedLsn oldest commit in the log
 * @param logSegments segments of the log
 * @param activeSlots replication slots that keep log
 * @param lostSlots those whose log is gone
 * @param slotLagTransactions commits that the slowest active slot has not confirmed; 0 without one
 * @param slotLagBytes log that is kept for it, in whole segments; 0 without one
 * @param checkpointLsn commit that recovery would start after
 * @param checkpointAgeMillis time since that checkpoint was taken, or since the store was opened
 * @param logBytesSinceCheckpoint log that recovery would replay
 * @param dataBytes size of LMDB's file as far as it is used
 * @param mapBytes size of LMDB's map, which grows by itself
 * @param memtableBytes heap of commits that are not in LMDB yet
 * @param rowCacheBytes memory outside the heap for copies of rows; 0 until many rows are read by
 *     key
 * @param rowCacheHits rows read by key that were found there
 * @param rowCacheMisses rows read by key from LMDB
 * @param openSnapshots read snapshots in use
 * @param maxSnapshots limit of them
 * @param oldestSnapshotMillis age of the oldest, which keeps pages from being reused
 * @param failed whether the store takes no more writes because its log failed
 */
public record StoreMetrics(
    long committedTransactions,
    long commitGroups,
    long serializationFailures,
    long commitNanosMedian,
    long commitNanos99,
    long syncNanosMedian,
    long syncNanos99,
    long syncNanosTotal,
    long syncs,
    int openTransactions,
    int locks,
    long lastLsn,
    long firstRetainedLsn,
    int logSegments,
    int activeSlots,
    int lostSlots,
    long slotLagTransactions,
    long slotLagBytes,
    long checkpointLsn,
    long checkpointAgeMillis,
    long logBytesSinceCheckpoint,
    long dataBytes,
    long mapBytes,
    long memtableBytes,
    long rowCacheBytes,
    long rowCacheHits,
    long rowCacheMisses,
    int openSnapshots,
    int maxSnapshots,
    long oldestSnapshotMillis,
    boolean failed) {}
