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

  private final Runnable afterwards;
  private final CompletableFuture<CommitResult> future;
  private volatile Thread waiter;
  private volatile boolean finished;
  private CommitResult result;
  private RuntimeException failure;

  /** Given by the writer. */
  long lsn;

  long timestamp;

  /**
   * @param afterwards runs once when the outcome is known, before anybody hears of it: releases
   *     locks
   * @param future to complete, or null when a thread waits
   */
  CommitRequest(
      long transactionId,
      WriteSet writes,
      ReadSet reads,
      long snapshotLsn,
      Runnable afterwards,
      CompletableFuture<CommitResult> future) {
    this.transactionId = transactionId;
    this.writes = writes;
    this.reads = reads;
    this.snapshotLsn = snapshotLsn;
    this.stepCount = writes.stepCount();
    this.afterwards = afterwards;
    this.future = future;
  }

  /** Releases what the transaction holds, with the outcome known but not yet told. */
  void succeed() {
    result = new CommitResult(new Lsn(lsn), new HlcTimestamp(timestamp));
    afterwards.run();
  }

  void fail(RuntimeException reason) {
    failure = reason;
    afterwards.run();
  }

  boolean isAsync() {
    return future != null;
  }

  boolean hasFailed() {
    return failure != null;
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
