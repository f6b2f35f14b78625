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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one group of transactions through the log and into the committed state. Used with the
 * writer's role only. The life of a group:
 *
 * <ol>
 *   <li>validate each transaction against all commits before it, give it the next LSN and commit
 *       timestamp, and remember what it writes;
 *   <li>make room in the log; a full disk refuses the group here, without a trace;
 *   <li>write it to the log and put it into the memtable, where no new snapshot shows it yet;
 *   <li>release row locks: whoever gets one sees the group, but is behind it in the log, so that
 *       his own commit cannot be durable without it;
 *   <li>sync the log: the group is durable;
 *   <li>publish the version: the group is visible.
 * </ol>
 *
 * A large group, or one that changes the catalog, is put into LMDB's write transaction before it is
 * logged, which refuses it if the map is full; that is committed after the sync, and then locks are
 * released.
 *
 * <p>Giving up locks before a sync is called early lock release: DeWitt et al., "Implementation
 * Techniques for Main Memory Database Systems", SIGMOD 1984, section 5.2 (pre-committed
 * transactions).
 */
final class GroupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  private final LogWriter log;
  private final TransactionWriter records;
  private final GroupApplier applier;
  private final CommitHistory history;
  private final CommitClock clock;
  private final CommitLimits limits;
  private final CommitMetrics metrics;
  private final CommitListener listener;
  private final DiskPatience patience;
  private long lastLsn;

  /** First LSN of the last segment that the listener knows. */
  private long announcedSegment;

  GroupWriter(
      LogWriter log,
      GroupApplier applier,
      CommitHistory history,
      CommitClock clock,
      CommitLimits limits,
      CommitMetrics metrics,
      CommitListener listener,
      DiskPatience patience) {
    this.log = log;
    this.records = new TransactionWriter(log);
    this.applier = applier;
    this.history = history;
    this.clock = clock;
    this.limits = limits;
    this.metrics = metrics;
    this.listener = listener;
    this.patience = patience;
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
    patience.run(applier::betweenGroups);
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
      if (request.isOfNothing()) {
        // All groups before this one are durable.
        request.succeed();
        continue;
      }
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
    if (applier.fitsMemory(accepted)) {
      appendToLog(accepted);
      applier.applyInMemory(accepted);
      accepted.forEach(CommitRequest::release);
      syncIfWanted();
      applier.publish();
    } else if (!writeThroughLmdb(accepted, lsnBefore)) {
      return;
    }
    metrics.group(accepted.size());
    listener.committed(lastLsn);
    accepted.forEach(CommitRequest::succeed);
  }

  /** False if the group was refused, because LMDB has no room for it. */
  private boolean writeThroughLmdb(List<CommitRequest> accepted, long lsnBefore)
      throws IOException {
    StagedGroup staged = stage(accepted, lsnBefore);
    if (staged == null) {
      return false;
    }
    try (staged) {
      appendToLog(accepted);
      syncIfWanted();
      patience.run(staged::commit);
    }
    return true;
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

  private void appendToLog(List<CommitRequest> accepted) throws IOException {
    for (CommitRequest request : accepted) {
      RecordEncoder.encode(records, request);
    }
    log.flush();
  }

  private void syncIfWanted() throws IOException {
    if (limits.syncEveryGroup()) {
      long start = System.nanoTime();
      log.sync(lastLsn);
      metrics.syncNanos(System.nanoTime() - start);
    }
  }

  /** Makes the log durable at least up to this LSN. */
  void syncLogUpTo(long lsn) throws IOException {
    if (log.durableLsn() < lsn) {
      log.sync(lastLsn);
    }
  }
}
