package io.dolake.storage.recovery;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.IndexId;
import io.dolake.common.Lsn;
import io.dolake.common.ShardId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.Durability;
import io.dolake.storage.LogReader;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.ReplicationSlots;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.SnapshotScan;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.StoreMetrics;
import io.dolake.storage.TransactionOptions;
import io.dolake.storage.backup.BackupManifest;
import io.dolake.storage.backup.BackupWriter;
import io.dolake.storage.lmdb.CheckpointPages;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.LmdbUsage;
import io.dolake.storage.lmdb.PinnedTree;
import io.dolake.storage.lmdb.RowCacheUsage;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogFormat;
import io.dolake.storage.log.LogTail;
import io.dolake.storage.log.LogWriter;
import io.dolake.storage.log.ReadableLog;
import io.dolake.storage.slot.LogRetention;
import io.dolake.storage.slot.SlotStore;
import io.dolake.storage.txn.CommitClock;
import io.dolake.storage.txn.CommitLimits;
import io.dolake.storage.txn.CommitListener;
import io.dolake.storage.txn.CommitMetrics;
import io.dolake.storage.txn.CommittedVersion;
import io.dolake.storage.txn.GroupApplier;
import io.dolake.storage.txn.GroupCommitter;
import io.dolake.storage.txn.MemtableMover;
import io.dolake.storage.txn.MoverThread;
import io.dolake.storage.txn.OnlineIndexBuild;
import io.dolake.storage.txn.RowIdCounters;
import io.dolake.storage.txn.StoreState;
import io.dolake.storage.txn.Transaction;
import io.dolake.storage.txn.TransactionContext;
import io.dolake.storage.txn.VersionTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard's store: owns its parts and the order in which they stop. */
final class ShardStoreOnDisk implements ShardStore, CommitListener {
  private static final Logger LOG = LoggerFactory.getLogger(ShardStoreOnDisk.class);
  private static final int GROUP_TRANSACTIONS = 1024;
  private static final long GROUP_BYTES = 8L << 20;
  private static final double MEDIAN = 0.5;
  private static final double NEAR_MAXIMUM = 0.99;

  private final StoreConfig config;
  private final StoreDirectory directory;
  private final LogFiles files;
  private final LmdbEnvironment environment;
  private final LogWriter logWriter;
  private final ReadableLog readableLog;
  private final SlotStore slots;
  private final LogRetention retention;
  private final ResolvedTimeFile resolvedTime;
  private final CommitClock clock;
  private final VersionTracker versions;
  private final GroupCommitter committer;
  private final MoverThread moverThread;
  private final TransactionContext transactions;
  private final CommitMetrics metrics = new CommitMetrics();
  private final Checkpointer checkpointer;
  private final Maintenance maintenance;
  private volatile boolean closing;
  private boolean closed;

  ShardStoreOnDisk(
      StoreConfig config,
      StoreDirectory directory,
      LogFiles files,
      LmdbEnvironment environment,
      PinnedTree pinned,
      long checkpointLsn,
      LogTail tail,
      StoreState state,
      CommittedVersion version,
      RowIdCounters rowIds)
      throws IOException {
    this.config = config;
    this.directory = directory;
    this.files = files;
    this.environment = environment;
    this.resolvedTime = ResolvedTimeFile.open(files);
    this.clock =
        new CommitClock(config.clock(), state.timestamp(), state.lsn(), resolvedTime.timestamp());
    raiseResolvedBound();
    this.logWriter = new LogWriter(files, config.shardId().value(), config.segmentBytes(), tail);
    this.readableLog =
        ReadableLog.open(files, state.lsn(), () -> clock.resolved().timestamp().value());
    this.slots = SlotStore.open(files, readableLog, config.clock());
    this.versions = new VersionTracker(version);
    MemtableMover mover =
        new MemtableMover(environment, versions, rowIds, config.memtableBytes(), state);
    mover.openRowCacheIfWanted(config.rowCacheBytes());
    GroupApplier applier = new GroupApplier(environment, versions, mover, rowIds, state);
    CommitLimits limits =
        new CommitLimits(
            config.durability() == Durability.FSYNC,
            config.commitQueueLength(),
            GROUP_TRANSACTIONS,
            GROUP_BYTES);
    this.transactions =
        TransactionContext.create(
            config, environment, applier, logWriter, rowIds, clock, limits, metrics, this);
    this.committer = transactions.committer();
    this.moverThread = new MoverThread(config.shardId().toString(), transactions, mover);
    this.checkpointer =
        new Checkpointer(
            directory.dataDirectory(), files, environment, committer, mover, pinned, checkpointLsn);
    this.retention = new LogRetention(config.retention(), files, readableLog, slots);
    this.maintenance =
        new Maintenance(
            config,
            environment,
            committer,
            applier,
            mover,
            checkpointer,
            retention,
            logWriter,
            this::raiseResolvedBound);
    moverThread.start();
    maintenance.start();
  }

  /** Lets the resolved timestamp follow the wall clock for some more time, if it is asked for. */
  private void raiseResolvedBound() throws IOException {
    long wanted = clock.wantedBound();
    if (wanted > 0) {
      resolvedTime.raise(wanted);
      clock.boundRaised(wanted);
    }
  }

  @Override
  public ShardId shardId() {
    return config.shardId();
  }

  @Override
  public ShardTransaction begin(TransactionOptions options) {
    if (closing) {
      throw closedException();
    }
    if (!options.readOnly()) {
      committer.checkOpen();
    }
    return new Transaction(transactions, options);
  }

  private static DoLakeException closedException() {
    return new DoLakeException(ErrorCode.STORE_CLOSED, "the shard is closed");
  }

  @Override
  public SnapshotScan scanSnapshot(
      TableId table, byte[] fromKey, byte[] toKey, ScanDirection direction) {
    return transactions.scanSnapshot(table, fromKey, toKey, direction == ScanDirection.BACKWARD);
  }

  @Override
  public Catalog catalog() {
    return versions.current().catalog();
  }

  @Override
  public Lsn lastLsn() {
    return new Lsn(versions.current().lsn());
  }

  @Override
  public Lsn firstRetainedLsn() {
    return new Lsn(readableLog.firstRetainedLsn());
  }

  @Override
  public HlcTimestamp resolvedTimestamp() {
    return clock.resolved().timestamp();
  }

  @Override
  public ReplicationSlots slots() {
    return slots;
  }

  @Override
  public void buildIndex(IndexId index) {
    committer.checkOpen();
    new OnlineIndexBuild(transactions, index).run();
  }

  @Override
  public StoreMetrics metrics() {
    LmdbUsage usage = environment.usage();
    RowCacheUsage rowCache = environment.rowCacheUsage();
    List<ReplicationSlot> allSlots = slots.list();
    int activeSlots =
        (int) allSlots.stream().filter(s -> s.state() == ReplicationSlot.State.ACTIVE).count();
    long confirmed = Math.min(slots.lowestConfirmed(), readableLog.lastLsn());
    return new StoreMetrics(
        metrics.transactionCount(),
        metrics.groupCount(),
        metrics.serializationFailureCount(),
        metrics.commits().quantileNanos(MEDIAN),
        metrics.commits().quantileNanos(NEAR_MAXIMUM),
        metrics.syncs().quantileNanos(MEDIAN),
        metrics.syncs().quantileNanos(NEAR_MAXIMUM),
        metrics.syncs().totalNanos(),
        metrics.syncs().count(),
        transactions.openTransactions(),
        transactions.lockCount(),
        versions.current().lsn(),
        readableLog.firstRetainedLsn(),
        readableLog.segments().size(),
        activeSlots,
        allSlots.size() - activeSlots,
        readableLog.lastLsn() - confirmed,
        retention.bytesAfter(confirmed),
        checkpointer.lsn(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - checkpointer.takenAtNanos()),
        maintenance.logBytesSinceCheckpoint(),
        usage.pages() * usage.pageBytes(),
        usage.mapBytes(),
        versions.bytesAheadOfLmdb(),
        rowCache.bytes(),
        rowCache.hits(),
        rowCache.misses(),
        usage.openSnapshots(),
        usage.maxReaders(),
        TimeUnit.NANOSECONDS.toMillis(usage.oldestSnapshotNanos()),
        committer.failure() != null);
  }

  @Override
  public LogReader readLogAfter(Lsn position) {
    return readableLog.readAfter(position);
  }

  @Override
  public Lsn positionAt(HlcTimestamp timestamp) {
    return readableLog.positionAt(timestamp);
  }

  @Override
  public BackupManifest backup(Path target) {
    if (closing) {
      throw closedException();
    }
    try (HeldCheckpoint held = maintenance.checkpointAndHold()) {
      return new BackupWriter(
              config.shardId(),
              directory.formatFile(),
              CheckpointPages.dataFile(directory.dataDirectory()),
              files,
              readableLog)
          .write(target, held, config.clock().instant());
    }
  }

  @Override
  public void committed(long lsn) {
    readableLog.advance(lsn);
    maintenance.noteLogPosition();
  }

  @Override
  public void segmentBegun() throws IOException {
    readableLog.segmentStarted(LogFormat.segmentName(logWriter.segmentFirstLsn()));
  }

  @Override
  public void failed(Throwable cause) {
    readableLog.fail(
        new DoLakeException(
            ErrorCode.STORE_FAILED, "the shard's log failed: " + cause.getMessage(), null, cause));
  }

  @Override
  public void close() {
    closing = true;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      maintenance.close();
      committer.close();
      moverThread.close();
      transactions.abortAll();
      checkpointAtEnd();
      readableLog.close();
      checkpointer.close();
      environment.close();
      closeLog();
      directory.close();
    }
  }

  private void checkpointAtEnd() {
    if (committer.failure() != null) {
      return;
    }
    try {
      if (checkpointer.lsn() < versions.current().lsn()) {
        checkpointer.checkpoint();
      }
    } catch (Exception e) {
      LOG.warn("no checkpoint at the end, the log will be replayed: {}", e.toString());
    }
  }

  private void closeLog() {
    try (resolvedTime) {
      logWriter.close();
    } catch (IOException e) {
      LOG.warn("the log could not be closed: {}", e.toString());
    }
  }
}
