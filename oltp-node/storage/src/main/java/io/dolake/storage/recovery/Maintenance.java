package io.dolake.storage.recovery;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.log.LogWriter;
import io.dolake.storage.log.ThreadEnd;
import io.dolake.storage.slot.LogRetention;
import io.dolake.storage.txn.GarbageSweeper;
import io.dolake.storage.txn.GroupApplier;
import io.dolake.storage.txn.GroupCommitter;
import io.dolake.storage.txn.MemtableMover;
import io.dolake.storage.txn.RetainedMemtables;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shard's housekeeping thread: checkpoints, removal of old log segments and of storages without
 * owner, the bound on the age of snapshots, and the cache of rows when it is wanted.
 */
final class Maintenance implements AutoCloseable {
  /** Raises the bound of the resolved timestamp if need be. */
  interface ResolvedBound {
    void raise() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  /** This part of the heap may go to memtables that only open snapshots need. */
  private static final int HEAP_SHARE = 8;

  private static final long PERIOD_MILLIS = 200;
  private static final long RETENTION_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final StoreConfig config;
  private final LmdbEnvironment environment;
  private final GroupCommitter committer;
  private final GroupApplier applier;
  private final MemtableMover mover;
  private final Checkpointer checkpointer;
  private final LogRetention retention;
  private final LogWriter log;
  private final GarbageSweeper garbage;
  private final RetainedMemtables retained;
  private final ResolvedBound resolvedBound;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private boolean closing;

  /** Log written since the store was opened; changed with the writer's role. */
  private volatile long logBytes;

  /** The same when the last checkpoint was begun. */
  private volatile long logBytesAtCheckpoint;

  private long lastSegment;
  private long lastPosition;
  private long retentionRunAt = System.nanoTime();
  private String lastProblem = "";

  Maintenance(
      StoreConfig config,
      LmdbEnvironment environment,
      GroupCommitter committer,
      GroupApplier applier,
      MemtableMover mover,
      Checkpointer checkpointer,
      LogRetention retention,
      LogWriter log,
      ResolvedBound resolvedBound) {
    this.config = config;
    this.environment = environment;
    this.committer = committer;
    this.applier = applier;
    this.mover = mover;
    this.checkpointer = checkpointer;
    this.retention = retention;
    this.log = log;
    this.resolvedBound = resolvedBound;
    this.garbage = new GarbageSweeper(applier);
    this.retained =
        new RetainedMemtables(
            environment,
            applier.versions(),
            Math.max(2 * config.memtableBytes(), Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    this.lastSegment = log.segmentFirstLsn();
    this.lastPosition = log.position();
    this.thread = new Thread(this::run, "dolake-maintenance-" + config.shardId());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Called with the writer's role after each group. */
  void noteLogPosition() {
    long segment = log.segmentFirstLsn();
    long position = log.position();
    logBytes = logBytes + (segment == lastSegment ? position - lastPosition : position);
    lastSegment = segment;
    lastPosition = position;
    if (logBytesSinceCheckpoint() >= config.checkpointLogBytes() && lock.tryLock()) {
      try {
        wake.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Log that recovery would replay. */
  long logBytesSinceCheckpoint() {
    return logBytes - logBytesAtCheckpoint;
  }

  private void run() {
    while (awaitTurn()) {
      if (committer.failure() != null) {
        continue;
      }
      try {
        runOnce();
        lastProblem = "";
      } catch (Exception | Error e) {
        report(e);
      }
    }
  }

  private void runOnce() throws Exception {
    raiseResolvedBound();
    boolean checkpointed = checkpointIfDue();
    environment.resetSnapshotsBefore(applier.versions().current().lmdbTxnId());
    int expired =
        environment.expireSnapshotsOpenedBefore(
            System.nanoTime() - config.maxSnapshotAge().toNanos());
    if (expired > 0) {
      LOG.warn("read snapshots taken away: count={} age={}", expired, config.maxSnapshotAge());
    }
    int costly = retained.expireBeyondBound();
    if (costly > 0) {
      LOG.warn("read snapshots taken away, they kept too much memory: count={}", costly);
    }
    mover.openRowCacheIfWanted(config.rowCacheBytes());
    garbage.sweepSome();
    if (checkpointed || System.nanoTime() - retentionRunAt >= RETENTION_PERIOD_NANOS) {
      retentionRunAt = System.nanoTime();
      retention.run(checkpointer.oldestNeededLsn(), config.clock().millis());
    }
  }

  private void raiseResolvedBound() throws IOException {
    try {
      resolvedBound.raise();
    } catch (IOException e) {
      // After a failed sync nobody knows what the file holds, and what may be told.
      committer.stopAfter(e);
      throw e;
    }
  }

  /** A problem that stays, such as a full disk, is told once. */
  private void report(Throwable problem) {
    if (!problem.toString().equals(lastProblem)) {
      lastProblem = problem.toString();
      LOG.error("housekeeping of shard {} failed: {}", config.shardId(), lastProblem, problem);
    }
  }

  private boolean awaitTurn() {
    lock.lock();
    try {
      if (!closing) {
        wake.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
      }
      return !closing;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean checkpointIfDue() throws Exception {
    if (applier.versions().current().lsn() == checkpointer.lsn()) {
      return false;
    }
    boolean old =
        System.nanoTime() - checkpointer.takenAtNanos() >= config.checkpointInterval().toNanos();
    boolean muchLog = logBytesSinceCheckpoint() >= config.checkpointLogBytes();
    boolean due = old || muchLog || dataGrowth() >= config.checkpointDataBytes();
    if (due) {
      checkpoint();
    }
    return due;
  }

  private long dataGrowth() {
    return (environment.usage().pages() - checkpointer.pages()) * checkpointer.pageBytes();
  }

  /** Takes a checkpoint and keeps it; see {@link Checkpointer#checkpointAndHold}. */
  HeldCheckpoint checkpointAndHold() {
    try {
      return takeCheckpoint(checkpointer::checkpointAndHold);
    } catch (DoLakeException e) {
      throw e;
    } catch (Exception e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR, "no checkpoint could be taken: " + e.getMessage(), null, e);
    }
  }

  private void checkpoint() throws Exception {
    takeCheckpoint(
        () -> {
          checkpointer.checkpoint();
          return null;
        });
  }

  private <T> T takeCheckpoint(Callable<T> action) throws Exception {
    try {
      logBytesAtCheckpoint = logBytes;
      return action.call();
    } catch (DoLakeException e) {
      boolean nothingHappened =
          e.code() == ErrorCode.DISK_FULL
              || e.code() == ErrorCode.STORE_CLOSED
              || e.code() == ErrorCode.STORE_FAILED;
      if (!nothingHappened) {
        committer.stopAfter(e);
      }
      throw e;
    } catch (Exception e) {
      // After a failed sync nobody knows which pages reached the disk.
      committer.stopAfter(e);
      throw e;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
    ThreadEnd.await(thread);
  }
}
