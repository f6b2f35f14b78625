package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.log.DiskFullErrors;
import io.dolake.storage.log.LogWriter;
import io.dolake.storage.log.TransactionWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes transactions through log and LMDB in groups, one group at a time.
 *
 * <p>The writer's role is a seat. A thread that commits takes it if it is free, and so commits a
 * lone transaction without waking anybody; otherwise it queues and waits. Whoever leaves the seat
 * while others queue wakes the shard's writer thread, which then stays as long as there is work.
 * The life of a group, all with the seat held:
 *
 * <ol>
 *   <li>take what is queued; validate each transaction against all commits before it, give it the
 *       next LSN and commit timestamp, and remember what it writes;
 *   <li>make room in the log and put the group into LMDB's write transaction; a full disk or map
 *       refuses the group here, without a trace;
 *   <li>write and sync the log: the group is durable;
 *   <li>commit LMDB and publish the version: the group is visible. If the disk is full, this waits
 *       for room and tries again, for a time;
 *   <li>release row locks and tell the outcome.
 * </ol>
 *
 * After a failure in the third or fourth step nobody can know what the disk holds. The store then
 * stops taking commits for good, and the outcome of the group is reported as unknown.
 */
public final class GroupCommitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
  private static final int COMPLETED_INLINE = 2;

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
  private final ArrayBlockingQueue<CommitRequest> queue;
  private final ReentrantLock seat = new ReentrantLock();
  private final CompletionThread completions;
  private final Thread writerThread;

  private final List<CommitRequest> group = new ArrayList<>();
  private long lastLsn;

  /** First LSN of the last segment that the listener knows. */
  private long announcedSegment;

  private final CountDownLatch closeBegun = new CountDownLatch(1);
  private volatile boolean stopped;

  /** The thread that closes the shard, which takes a last checkpoint after all others are out. */
  private volatile Thread closer;

  private volatile Throwable failure;

  public GroupCommitter(
      String shardName,
      LogWriter log,
      GroupApplier applier,
      CommitHistory history,
      CommitClock clock,
      CommitLimits limits,
      CommitMetrics metrics,
      CommitListener listener) {
    this.log = log;
    this.records = new TransactionWriter(log);
    this.applier = applier;
    this.history = history;
    this.clock = clock;
    this.limits = limits;
    this.metrics = metrics;
    this.listener = listener;
    this.queue = new ArrayBlockingQueue<>(limits.queueLength());
    this.lastLsn = applier.lastLsn();
    this.announcedSegment = log.segmentFirstLsn();
    this.completions = new CompletionThread("dolake-completion-" + shardName);
    this.writerThread = new Thread(this::runWriter, "dolake-writer-" + shardName);
    writerThread.setDaemon(true);
    writerThread.start();
  }

  /** Commits and waits for the outcome, which the request then has. */
  void commit(CommitRequest request) {
    long start = System.nanoTime();
    enqueue(request);
    while (!request.isFinished()) {
      if (!seat.tryLock()) {
        request.await();
        break;
      }
      try {
        while (!request.isFinished() && runGroup()) {
          // The group that just ran may have been full without this request.
        }
      } finally {
        seat.unlock();
      }
      wakeWriterIfNeeded();
      if (!request.isFinished()) {
        request.await();
      }
    }
    metrics.commitNanos(System.nanoTime() - start);
  }

  /** Hands a request with a future to the writer thread. */
  void commitAsync(CommitRequest request) {
    enqueue(request);
    LockSupport.unpark(writerThread);
  }

  private void enqueue(CommitRequest request) {
    checkOpen();
    try {
      while (!queue.offer(request, 100, TimeUnit.MILLISECONDS)) {
        checkOpen();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DoLakeException(ErrorCode.QUERY_CANCELED, "canceled before the commit began");
    }
    if (stopped && queue.remove(request)) {
      throw closedException();
    }
  }

  /** The reason why nothing can be committed any more, or null. */
  public Throwable failure() {
    return failure;
  }

  /** STORE_FAILED or STORE_CLOSED when nothing can be committed any more. */
  public void checkOpen() {
    if (failure != null) {
      throw failedException();
    }
    if (closeBegun.getCount() == 0) {
      throw closedException();
    }
  }

  private static DoLakeException closedException() {
    return new DoLakeException(ErrorCode.STORE_CLOSED, "the shard is closed");
  }

  private DoLakeException failedException() {
    return new DoLakeException(
        ErrorCode.STORE_FAILED,
        "the shard takes no writes since one failed: " + failure.getMessage(),
        "repair the disk and open the shard again",
        failure);
  }

  /**
   * Runs an action with the writer's role, between groups.
   *
   * @throws DoLakeException STORE_FAILED if a write has failed before, STORE_CLOSED after {@link
   *     #close}, except for the thread that called it
   */
  public <T> T withWriterRole(Callable<T> action) throws Exception {
    seat.lock();
    try {
      if (failure != null) {
        throw failedException();
      }
      // Afterwards LMDB is closed, and whoever is inside it then takes the JVM down.
      if (stopped && Thread.currentThread() != closer) {
        throw closedException();
      }
      return action.call();
    } finally {
      seat.unlock();
      wakeWriterIfNeeded();
    }
  }

  /** Stops the store for good because of a failure elsewhere, such as of LMDB's sync. */
  public void stopAfter(Throwable cause) {
    seat.lock();
    try {
      if (failure == null) {
        group.clear();
        fail(cause);
      }
    } finally {
      seat.unlock();
    }
  }

  private void wakeWriterIfNeeded() {
    if (!queue.isEmpty()) {
      LockSupport.unpark(writerThread);
    }
  }

  private void runWriter() {
    while (!stopped) {
      if (queue.isEmpty()) {
        LockSupport.park(this);
        continue;
      }
      seat.lock();
      try {
        while (runGroup()) {
          // Until nothing is queued.
        }
      } finally {
        seat.unlock();
      }
    }
  }

  /** Commits what is queued; false when nothing was. Only with the seat. */
  private boolean runGroup() {
    group.clear();
    long bytes = 0;
    CommitRequest next;
    while (group.size() < limits.groupTransactions()
        && bytes < limits.groupBytes()
        && (next = queue.poll()) != null) {
      group.add(next);
      bytes += next.writes.bytes();
    }
    if (group.isEmpty()) {
      return false;
    }
    try {
      commitGroup();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
    announceGroup();
    return true;
  }

  private void commitGroup() {
    if (failure != null) {
      refuseAll(failedException());
      return;
    }
    if (stopped) {
      refuseAll(closedException());
      return;
    }
    long lsnBefore = lastLsn;
    clock.beginGroup();
    try {
      long timestampBefore = applier.lastTimestamp();
      List<CommitRequest> accepted = acceptGroup();
      if (accepted.isEmpty()) {
        return;
      }
      if (!makeRoom(accepted, lsnBefore, timestampBefore)) {
        return;
      }
      GroupApplier.StagedGroup staged = stage(accepted, lsnBefore);
      if (staged == null) {
        return;
      }
      try (staged) {
        writeLog(accepted);
        makeVisible(staged);
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
        return;
      }
      metrics.group(accepted.size());
      listener.committed(lastLsn);
      accepted.forEach(CommitRequest::succeed);
    } finally {
      // After a failure the group may still turn up in the log when the shard is opened again, so
      // no
      // timestamp from its first on may ever be called resolved here.
      if (failure == null) {
        clock.groupDone(applier.lastLsn());
      }
    }
  }

  /** Validates in log order and numbers what is accepted. */
  private List<CommitRequest> acceptGroup() {
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

  private boolean makeRoom(List<CommitRequest> accepted, long lsnBefore, long timestampBefore) {
    long bytes = 0;
    for (CommitRequest request : accepted) {
      bytes +=
          LogWriter.sizeBound(
              TransactionWriter.recordBound(request.stepCount, request.writes.bytes()));
    }
    try {
      if (log.needsNewSegment(bytes) && log.durableLsn() < lsnBefore) {
        log.sync(lsnBefore);
      }
    } catch (IOException e) {
      fail(e);
      return false;
    }
    try {
      try {
        log.reserve(bytes, lsnBefore + 1, timestampBefore, clock.nowMillis());
      } finally {
        announceSegment();
      }
      return true;
    } catch (LogWriter.SyncFailedException e) {
      fail(e);
      return false;
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

  /** Null if the group was refused, because LMDB's map may not grow any more. */
  private GroupApplier.StagedGroup stage(List<CommitRequest> accepted, long lsnBefore) {
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

  /** Refuses a group of which nothing was written yet, and gives its numbers back. */
  private void takeBack(List<CommitRequest> accepted, long lsnBefore, DoLakeException reason) {
    history.removeAfter(lsnBefore);
    lastLsn = lsnBefore;
    LOG.error("a group of {} commits was refused: {}", accepted.size(), reason.getMessage());
    refuse(accepted, reason);
  }

  /**
   * Commits LMDB. The group is in the log and will be there after a restart, so a full disk must
   * not make it fail: this waits until there is room, the shard is closed or the patience ends.
   */
  private void makeVisible(GroupApplier.StagedGroup staged) {
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
        if (awaitClosing()) {
          throw e;
        }
      }
    }
  }

  /** Whether the shard began to close within the time between two attempts. */
  private boolean awaitClosing() {
    boolean interrupted = false;
    try {
      long deadline = System.nanoTime() + DISK_FULL_RETRY_NANOS;
      while (true) {
        try {
          return closeBegun.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Tells about a new segment, also when there was no room in it in the end. */
  private void announceSegment() throws IOException {
    if (log.segmentFirstLsn() != announcedSegment) {
      listener.segmentBegun();
      announcedSegment = log.segmentFirstLsn();
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

  /** Makes the log durable up to its end; only with the writer's role. */
  public void syncLog() throws IOException {
    try {
      log.sync(lastLsn);
    } catch (IOException e) {
      fail(e);
      throw e;
    }
  }

  /** Stops the store for good. Transactions of this group have an unknown outcome. */
  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
      if (cause instanceof IOException) {
        LOG.error("the shard takes no more writes: {}", cause.toString());
      } else {
        LOG.error("the shard takes no more writes", cause);
      }
      listener.failed(cause);
    }
    refuse(
        group,
        new DoLakeException(
            ErrorCode.COMMIT_OUTCOME_UNKNOWN,
            "the commit failed on its way and may or may not have happened: " + cause.getMessage(),
            "look at the data after the shard is open again",
            cause));
  }

  private void refuseAll(DoLakeException reason) {
    refuse(group, reason);
  }

  private static void refuse(List<CommitRequest> requests, DoLakeException reason) {
    for (CommitRequest request : requests) {
      if (!request.hasFailed()) {
        request.fail(reason);
      }
    }
  }

  private void announceGroup() {
    if (group.size() <= COMPLETED_INLINE && group.stream().noneMatch(CommitRequest::isAsync)) {
      group.forEach(CommitRequest::announce);
    } else {
      completions.announce(List.copyOf(group));
    }
  }

  /** Commits what is queued and ends the threads. Idempotent. */
  @Override
  public void close() {
    closeBegun.countDown();
    seat.lock();
    try {
      while (runGroup()) {
        // What was queued before the shard began to close is still committed.
      }
      closer = Thread.currentThread();
      stopped = true;
    } finally {
      seat.unlock();
    }
    LockSupport.unpark(writerThread);
    joinUninterruptibly(writerThread);
    CommitRequest late;
    while ((late = queue.poll()) != null) {
      late.fail(closedException());
      late.announce();
    }
    completions.close();
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
