package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.log.DiskFullErrors;
import io.dolake.storage.log.LogWriter;
import io.dolake.storage.log.TransactionWriter;
import io.dolake.storage.txn.GroupApplier.StagedGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one group of transactions through log and LMDB. Used with the writer's role only. The life
 * of a group:
 *
 * <ol>
 *   <li>validate each transaction against all commits before it, give it the next LSN and commit
 *       timestamp, and remember what it writes;
 *   <li>make room in the log and put the group into LMDB's write transaction; a full disk or map
 *       refuses the group here, without a trace;
 *   <li>write and sync the log: the group is durable;
 *   <li>commit LMDB and publish the version: the group is visible. If the disk is full, this waits
 *       for room and tries again, for a time;
 *   <li>release row locks.
 * </ol>
 */
final class GroupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  /** How long commits that are in the log wait for room in LMDB's file before the store stops. */
  private static final long DISK_FULL_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long DISK_FULL_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final LogWriter log;
  private final TransactionWriter records;
  private final GroupApplier applier;
  private final CommitHistory history;
  private final CommitClock clock;
  private final CommitLimits limits;
  private final CommitMetrics metrics;
  private final CommitListener listener;
  private final Closing closing;
  private long lastLsn;

  /** First LSN of the last segment that the listener knows. */
  private long announcedSegment;

  /** The end of the shard's life, which nobody has to wait for longer than it takes to see it. */
  interface Closing {
    /** Waits this long at most; whether the shard began to close. */
    boolean beginsWithin(long nanos);
  }

  GroupWriter(
      LogWriter log,
      GroupApplier applier,
      CommitHistory history,
      CommitClock clock,
      CommitLimits limits,
      CommitMetrics metrics,
      CommitListener listener,
      Closing closing) {
    this.log = log;
    this.records = new TransactionWriter(log);
    this.applier = applier;
    this.history = history;
    this.clock = clock;
    this.limits = limits;
    this.metrics = metrics;
    this.listener = listener;
    this.closing = closing;
    this.lastLsn = applier.lastLsn();
    this.announcedSegment = log.segmentFirstLsn();
  }

  /**
   * Commits a group; afterwards each of its transactions has succeeded or failed.
   *
   * <p>After an exception nobody knows what the disk holds, the transactions without an outcome may
   * or may not turn up when the shard is opened again, and nothing may be written any more. No
   * timestamp from the group's first on is then ever called resolved.
   */
  void commit(List<CommitRequest> group) throws IOException {
    long lsnBefore = lastLsn;
    clock.beginGroup();
    long timestampBefore = applier.lastTimestamp();
    List<CommitRequest> accepted = accept(group);
    if (!accepted.isEmpty() && makeRoom(accepted, lsnBefore, timestampBefore)) {
      write(accepted, lsnBefore);
    }
    clock.groupDone(applier.lastLsn());
  }

  /** Validates in log order and numbers what is accepted. */
  private List<CommitRequest> accept(List<CommitRequest> group) {
    List<CommitRequest> accepted = new ArrayList<>(group.size());
    for (CommitRequest request : group) {
      if (request.reads != null && !history.isUnchangedSince(request.reads, request.snapshotLsn)) {
        metrics.serializationFailure();
        request.fail(
            new DoLakeException(
                ErrorCode.SERIALIZATION_FAILURE,
                "a concurrent transaction changed what this one has read",
                "run the transaction again"));
        continue;
      }
      request.lsn = ++lastLsn;
      request.timestamp = clock.next();
      history.add(request.lsn, request.writes);
      accepted.add(request);
    }
    return accepted;
  }

  /** False if the group was refused, because the log cannot grow. */
  private boolean makeRoom(List<CommitRequest> accepted, long lsnBefore, long timestampBefore)
      throws IOException {
    long bytes = 0;
    for (CommitRequest request : accepted) {
      bytes +=
          LogWriter.sizeBound(
              TransactionWriter.recordBound(request.stepCount, request.writes.bytes()));
    }
    if (log.needsNewSegment(bytes) && log.durableLsn() < lsnBefore) {
      log.sync(lsnBefore);
    }
    try {
      try {
        log.reserve(bytes, lsnBefore + 1, timestampBefore, clock.nowMillis());
      } finally {
        announceSegment();
      }
      return true;
    } catch (LogWriter.SyncFailedException e) {
      throw e;
    } catch (IOException e) {
      takeBack(
          accepted,
          lsnBefore,
          new DoLakeException(
              DiskFullErrors.isDiskFull(e) ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
              "the transaction was not committed, the log cannot grow: " + e.getMessage(),
              "free disk space and run it again",
              e));
      return false;
    }
  }

  /** Tells about a new segment, also when there was no room in it in the end. */
  private void announceSegment() throws IOException {
    if (log.segmentFirstLsn() != announcedSegment) {
      listener.segmentBegun();
      announcedSegment = log.segmentFirstLsn();
    }
  }

  /** Refuses a group of which nothing was written yet, and gives its numbers back. */
  private void takeBack(List<CommitRequest> accepted, long lsnBefore, DoLakeException reason) {
    history.removeAfter(lsnBefore);
    lastLsn = lsnBefore;
    LOG.error("a group of {} commits was refused: {}", accepted.size(), reason.getMessage());
    accepted.forEach(request -> request.fail(reason));
  }

  private void write(List<CommitRequest> accepted, long lsnBefore) throws IOException {
    StagedGroup staged = stage(accepted, lsnBefore);
    if (staged == null) {
      return;
    }
    try (staged) {
      writeLog(accepted);
      makeVisible(staged);
    }
    metrics.group(accepted.size());
    listener.committed(lastLsn);
    accepted.forEach(CommitRequest::succeed);
  }

  /** Null if the group was refused, because LMDB's map may not grow any more. */
  private StagedGroup stage(List<CommitRequest> accepted, long lsnBefore) {
    try {
      return applier.stage(accepted);
    } catch (DoLakeException e) {
      if (e.code() != ErrorCode.DISK_FULL) {
        throw e;
      }
      takeBack(accepted, lsnBefore, e);
      return null;
    }
  }

  private void writeLog(List<CommitRequest> accepted) throws IOException {
    for (CommitRequest request : accepted) {
      RecordEncoder.encode(records, request);
    }
    log.flush();
    if (limits.syncEveryGroup()) {
      long start = System.nanoTime();
      log.sync(lastLsn);
      metrics.syncNanos(System.nanoTime() - start);
    }
  }

  /**
   * Commits LMDB. The group is in the log and will be there after a restart, so a full disk must
   * not make it fail: this waits until there is room, the shard is closed or the patience ends.
   */
  private void makeVisible(StagedGroup staged) {
    long deadline = System.nanoTime() + DISK_FULL_PATIENCE_NANOS;
    boolean told = false;
    while (true) {
      try {
        staged.commit();
        return;
      } catch (DoLakeException e) {
        if (e.code() != ErrorCode.DISK_FULL || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        if (!told) {
          told = true;
          LOG.error("commits wait for disk space: {}", e.getMessage());
        }
        if (closing.beginsWithin(DISK_FULL_RETRY_NANOS)) {
          throw e;
        }
      }
    }
  }

  /** Makes the log durable up to its end. */
  void syncLog() throws IOException {
    log.sync(lastLsn);
  }
}
