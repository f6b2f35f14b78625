package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.NonWaitingThread;
import io.dolake.storage.log.LogWriter;
import io.dolake.storage.log.ThreadEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers transactions that commit into groups and has them written, one group at a time, by a
 * {@link GroupWriter}.
 *
 * <p>The writer's role is a seat. A thread that commits takes it if it is free, and so commits a
 * lone transaction without waking anybody; otherwise it queues and waits. Whoever leaves the seat
 * while others queue wakes the shard's writer thread, which then stays as long as there is work.
 *
 * <p>After a write that failed nobody can know what the disk holds. The store then stops taking
 * commits for good, and the outcome of the group is reported as unknown.
 */
public final class GroupCommitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);

  /** Up to so many threads are woken at once: less than waking one that does it would cost. */
  private static final int WOKEN_INLINE = 8;

  /** After so long without room in the queue it is looked whether the shard still commits. */
  private static final long ROOM_MILLIS = 100;

  /** Between two looks whether a group has ended, or has frozen the memtable itself. */
  private static final long FREEZE_RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final DiskPatience patience = new DiskPatience(this::awaitClosing);
  private final GroupWriter writer;
  private final GroupApplier applier;
  private final CommitLimits limits;
  private final CommitMetrics metrics;
  private final CommitListener listener;
  private final CommitWaits waits = new CommitWaits();
  private final CommitQueue queue;
  private final LoneCommitter loneCommitter = new LoneCommitter();
  private final ReentrantLock seat = new ReentrantLock();
  private final CompletionThread completions;
  private final Thread writerThread;

  private final List<CommitRequest> group = new ArrayList<>();
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
    this.writer =
        new GroupWriter(log, applier, history, clock, limits, metrics, listener, patience);
    this.applier = applier;
    this.limits = limits;
    this.metrics = metrics;
    this.listener = listener;
    this.queue = new CommitQueue(limits, waits);
    this.completions = new CompletionThread("dolake-completion-" + shardName);
    this.writerThread = new Thread(this::runWriter, "dolake-writer-" + shardName);
    writerThread.setDaemon(true);
    writerThread.start();
  }

  /** Commits and waits for the outcome, which the request then has. */
  void commit(CommitRequest request) {
    long start = System.nanoTime();
    loneCommitter.commits();
    enqueue(request);
    while (!request.isFinished()) {
      if (!seat.tryLock()) {
        waits.awaitOutcome(request);
        break;
      }
      try {
        while (!request.isFinished() && runGroup(request)) {
          // The group that just ran may have been full without this request.
        }
      } finally {
        seat.unlock();
      }
      wakeWriterIfNeeded();
      if (!request.isFinished()) {
        waits.awaitOutcome(request);
      }
    }
    metrics.commitNanos(System.nanoTime() - start);
  }

  /**
   * Commits a request with a future. Handing it to the writer thread and back costs several times
   * what the commit itself does when nothing has to be synced, and a quarter of a lone client's
   * time otherwise. So the calling thread does it if it may and nobody else has the seat.
   */
  void commitAsync(CommitRequest request) {
    enqueue(request);
    boolean lone = loneCommitter.commits();
    boolean done;
    if (Thread.currentThread() instanceof NonWaitingThread serving) {
      done = lone && serving.servesOneClient() && waits.areGroupsShort() && commitAlone(request);
    } else {
      done = !limits.syncEveryGroup() && commitWithOthers(request);
    }
    if (!done) {
      LockSupport.unpark(writerThread);
    }
  }

  private boolean commitWithOthers(CommitRequest request) {
    if (!seat.tryLock()) {
      return false;
    }
    try {
      runGroup(request);
    } finally {
      seat.unlock();
    }
    wakeWriterIfNeeded();
    return true;
  }

  /** Commits a request as a group of its own, if that is nothing that may take long. */
  private boolean commitAlone(CommitRequest request) {
    if (!seat.tryLock()) {
      return false;
    }
    try {
      if (!applier.fitsMemory(List.of(request)) || !queue.remove(request)) {
        return false;
      }
      group.add(request);
      commitGroup(request);
    } finally {
      seat.unlock();
    }
    wakeWriterIfNeeded();
    return true;
  }

  private void enqueue(CommitRequest request) {
    checkOpen();
    try {
      while (!queue.offer(request, ROOM_MILLIS)) {
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

  /** How this shard waits for room on the disk. */
  DiskPatience patience() {
    return patience;
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
   * Runs an action between groups when LMDB has everything committed, which commits wait for.
   *
   * @throws DoLakeException STORE_FAILED if a write has failed before, STORE_CLOSED after {@link
   *     #close}, except for the thread that called it
   */
  public <T> T withAllInLmdb(Callable<T> action) throws Exception {
    return withWriterRole(() -> applier.withAllInLmdb(action));
  }

  private <T> T withWriterRole(Callable<T> action) throws Exception {
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

  /** Waits until everything that is in the log is visible, or the store has failed. */
  void awaitGroup() {
    seat.lock();
    try {
      checkOpen();
    } finally {
      seat.unlock();
      wakeWriterIfNeeded();
    }
  }

  /**
   * Runs a short action with the writer's role unless somebody else has it. After a write that
   * failed nothing is run: memory may hold a part of a group.
   *
   * @return false if somebody else has the role
   */
  boolean tryWithWriterRole(Runnable action) {
    if (!seat.tryLock()) {
      return false;
    }
    try {
      if (failure == null) {
        action.run();
      }
    } finally {
      seat.unlock();
      wakeWriterIfNeeded();
    }
    return true;
  }

  /** Stops the store for good because of a failure elsewhere, such as of LMDB's sync. */
  public void stopAfter(Throwable cause) {
    seat.lock();
    try {
      if (failure == null) {
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
        while (runGroup(null)) {
          // Until nothing is queued.
        }
      } finally {
        seat.unlock();
      }
    }
  }

  /**
   * Commits what is queued; false when nothing was. Only with the seat.
   *
   * @param own the request of the calling thread, or null
   */
  private boolean runGroup(CommitRequest own) {
    queue.collect(group);
    if (group.isEmpty()) {
      return false;
    }
    commitGroup(own);
    return true;
  }

  private void commitGroup(CommitRequest own) {
    long start = System.nanoTime();
    if (failure != null) {
      refuseAll(failedException());
    } else if (stopped) {
      refuseAll(closedException());
    } else {
      try {
        writer.commit(group);
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
      }
    }
    waits.groupTook(System.nanoTime() - start);
    queue.groupDone(group);
    announceGroup(own);
    // A failure between groups, such as of a checkpoint's sync, is none of theirs.
    group.clear();
  }

  /**
   * Has whoever holds the writer's role freeze the active memtable between two groups, unless there
   * is a frozen one already. After a failure nothing is frozen any more.
   */
  public void freezeMemtable() {
    applier.askToFreeze();
    while (applier.isFreezeAsked() && !tryWithWriterRole(applier::betweenGroups)) {
      LockSupport.parkNanos(this, FREEZE_RETRY_NANOS);
    }
  }

  /**
   * Makes the log durable at least up to this LSN.
   *
   * @throws DoLakeException STORE_FAILED if a write has failed before, STORE_CLOSED after {@link
   *     #close}, except for the thread that called it
   */
  public void syncLogUpTo(long lsn) throws Exception {
    withWriterRole(
        () -> {
          try {
            writer.syncLogUpTo(lsn);
          } catch (IOException e) {
            fail(e);
            throw e;
          }
          return null;
        });
  }

  /** Whether the shard began to close within this time. */
  boolean awaitClosing(long nanos) {
    boolean interrupted = false;
    try {
      long deadline = System.nanoTime() + nanos;
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
      if (!request.hasOutcome()) {
        request.fail(reason);
      }
    }
  }

  private void announceGroup(CommitRequest own) {
    if (isQuicklyAnnounced(own)) {
      group.forEach(CommitRequest::announce);
    } else {
      completions.announce(List.copyOf(group));
    }
  }

  /**
   * Whether it takes neither callbacks, which do not belong on this thread, nor many sleeping
   * threads to wake. Nobody else has seen the future of its own request.
   */
  private boolean isQuicklyAnnounced(CommitRequest own) {
    int asleep = 0;
    for (CommitRequest request : group) {
      if (request.isAsync() && request != own) {
        return false;
      }
      if (request.isWaiterAsleep()) {
        asleep++;
      }
    }
    return asleep <= WOKEN_INLINE;
  }

  /** Commits what is queued and ends the threads. Idempotent. */
  @Override
  public void close() {
    closeBegun.countDown();
    seat.lock();
    try {
      while (runGroup(null)) {
        // What was queued before the shard began to close is still committed.
      }
      closer = Thread.currentThread();
      stopped = true;
    } finally {
      seat.unlock();
    }
    LockSupport.unpark(writerThread);
    ThreadEnd.await(writerThread);
    CommitRequest late;
    while ((late = queue.poll()) != null) {
      late.fail(closedException());
      late.announce();
    }
    completions.close();
  }
}
