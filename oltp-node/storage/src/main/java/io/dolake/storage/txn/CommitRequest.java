package io.dolake.storage.txn;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.storage.CommitResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A transaction on its way through the group commit. Built by the transaction's thread, then owned
 * by the holder of the writer's role until it is finished.
 */
final class CommitRequest {
  final long transactionId;
  final WriteSet writes;

  /** What to validate, or null. */
  final ReadSet reads;

  final long snapshotLsn;
  final int stepCount;

  /** The result of a transaction that has written nothing, or null. */
  private final CommitResult nothing;

  /** Null when it has run, or if there is nothing to do. */
  private Runnable afterwards;

  private final CompletableFuture<CommitResult> future;
  private volatile Thread waiter;
  private volatile boolean finished;
  private CommitResult result;
  private RuntimeException failure;

  /** Given by the writer. */
  long lsn;

  long timestamp;

  /**
   * @param afterwards runs once, before anybody hears of the outcome: releases locks
   * @param future to complete, or null when a thread waits
   */
  CommitRequest(
      long transactionId,
      WriteSet writes,
      ReadSet reads,
      long snapshotLsn,
      Runnable afterwards,
      CompletableFuture<CommitResult> future) {
    this(transactionId, writes, reads, snapshotLsn, null, afterwards, future);
  }

  private CommitRequest(
      long transactionId,
      WriteSet writes,
      ReadSet reads,
      long snapshotLsn,
      CommitResult nothing,
      Runnable afterwards,
      CompletableFuture<CommitResult> future) {
    this.transactionId = transactionId;
    this.writes = writes;
    this.reads = reads;
    this.snapshotLsn = snapshotLsn;
    this.stepCount = writes.stepCount();
    this.nothing = nothing;
    this.afterwards = afterwards;
    this.future = future;
  }

  /**
   * A request that changes nothing and is finished when all that is logged by now is durable.
   *
   * @param nothing the result of a transaction that has written nothing, but has seen what may not
   *     be durable yet
   */
  static CommitRequest ofNothing(CommitResult nothing, CompletableFuture<CommitResult> future) {
    return new CommitRequest(0, new WriteSet(0, 0), null, 0, nothing, null, future);
  }

  boolean isOfNothing() {
    return nothing != null;
  }

  /**
   * Releases what the transaction holds. Its place in the order of commits is certain by then, its
   * outcome need not be.
   */
  void release() {
    if (afterwards != null) {
      Runnable once = afterwards;
      afterwards = null;
      once.run();
    }
  }

  /** The outcome is known, but not told yet. */
  void succeed() {
    result = isOfNothing() ? nothing : new CommitResult(new Lsn(lsn), new HlcTimestamp(timestamp));
    release();
  }

  void fail(RuntimeException reason) {
    failure = reason;
    release();
  }

  boolean isAsync() {
    return future != null;
  }

  boolean hasOutcome() {
    return result != null || failure != null;
  }

  /** Tells the outcome; on the committing or the completion thread. */
  void announce() {
    finished = true;
    if (future == null) {
      LockSupport.unpark(waiter);
    } else if (failure == null) {
      future.complete(result);
    } else {
      future.completeExceptionally(failure);
    }
  }

  boolean isFinished() {
    return finished;
  }

  /**
   * Whether telling the outcome means to wake a thread; by then another one may have gone to sleep.
   */
  boolean isWaiterAsleep() {
    return waiter != null;
  }

  /** Waits for {@link #announce}, whatever interrupts: the outcome of a commit must be known. */
  void await() {
    waiter = Thread.currentThread();
    boolean interrupted = false;
    while (!finished) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  CommitResult resultOrThrow() {
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
