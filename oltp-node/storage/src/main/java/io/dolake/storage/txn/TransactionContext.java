package io.dolake.storage.txn;

import io.dolake.common.TableId;
import io.dolake.storage.SnapshotScan;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.log.LogWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all transactions of a shard share. Thread-safe. */
public final class TransactionContext {
  final LmdbEnvironment environment;
  final GroupApplier applier;
  final VersionTracker versions;
  final GroupCommitter committer;
  final CommitHistory history;
  final RowIdCounters rowIds;
  final WriteLimits limits;
  final LockTable locks = new LockTable();

  /** Those that may write: they may wait for a lock, and what they read is validated. */
  private final Set<Transaction> mayWrite;

  private final LongAdder open = new LongAdder();
  private final AtomicLong lastTransactionId;

  /** Bounds of a write set. */
  public record WriteLimits(long maxBytes, long maxRows, int maxRowBytes) {}

  TransactionContext(
      LmdbEnvironment environment,
      GroupApplier applier,
      GroupCommitter committer,
      CommitHistory history,
      Set<Transaction> mayWrite,
      RowIdCounters rowIds,
      WriteLimits limits) {
    this.mayWrite = mayWrite;
    this.environment = environment;
    this.applier = applier;
    this.versions = applier.versions();
    this.committer = committer;
    this.history = history;
    this.rowIds = rowIds;
    this.limits = limits;
    this.lastTransactionId = new AtomicLong(applier.highestTransactionId());
  }

  /** Puts the parts of a store's transactions together and starts its group commit. */
  public static TransactionContext create(
      StoreConfig config,
      LmdbEnvironment environment,
      GroupApplier applier,
      LogWriter log,
      RowIdCounters rowIds,
      CommitClock clock,
      CommitLimits commitLimits,
      CommitMetrics metrics,
      CommitListener listener) {
    Set<Transaction> mayWrite = ConcurrentHashMap.newKeySet();
    CommitHistory history =
        new CommitHistory(
            config.validationHistoryBytes(),
            applier.lastLsn(),
            () -> oldestNeededLsn(applier.versions(), mayWrite));
    GroupCommitter committer =
        new GroupCommitter(
            config.shardId().toString(),
            log,
            applier,
            history,
            clock,
            commitLimits,
            metrics,
            listener);
    WriteLimits limits =
        new WriteLimits(config.maxWriteSetBytes(), config.maxWriteSetRows(), config.maxRowBytes());
    return new TransactionContext(
        environment, applier, committer, history, mayWrite, rowIds, limits);
  }

  /**
   * From which commit on transactions may still have to be validated. A transaction that registers
   * while this runs opens its snapshot afterwards, and so no earlier than at the commit that was
   * the newest when this began.
   */
  private static long oldestNeededLsn(VersionTracker versions, Set<Transaction> mayWrite) {
    long oldest = versions.current().lsn();
    for (Transaction transaction : mayWrite) {
      oldest = Math.min(oldest, transaction.view().neededLsn());
    }
    return oldest;
  }

  public GroupCommitter committer() {
    return committer;
  }

  /** See {@link io.dolake.storage.ShardStore#scanSnapshot}. */
  public SnapshotScan scanSnapshot(TableId table, byte[] fromKey, byte[] toKey, boolean backward) {
    return StoredRowScan.open(this, table, new KeyInterval(fromKey, toKey), backward);
  }

  long nextTransactionId() {
    return lastTransactionId.incrementAndGet();
  }

  void opened() {
    open.increment();
  }

  void register(Transaction transaction) {
    mayWrite.add(transaction);
  }

  void unregister(Transaction transaction) {
    mayWrite.remove(transaction);
  }

  void ended() {
    open.decrement();
  }

  /**
   * Makes the threads of all transactions that may write fail at their next step. Read-only ones
   * fail when LMDB is closed.
   */
  public void abortAll() {
    mayWrite.forEach(Transaction::abort);
  }

  public int openTransactions() {
    return open.intValue();
  }

  public int lockCount() {
    return locks.size();
  }
}
