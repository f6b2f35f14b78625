package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.log.ThreadEnd;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has memtables moved into LMDB when they are full or old enough; owns the thread for it. */
public final class MoverThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MoverThread.class);

  /**
   * How long a commit stays in memory only. In that time rows that change often are written to LMDB
   * once, and changes of neighbours share a page: with a second, pgbench's TPC-B does a tenth less.
   */
  private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final MemtableMover mover;
  private final GroupCommitter committer;
  private final Thread thread;
  private volatile boolean closing;

  public MoverThread(String shardName, TransactionContext transactions, MemtableMover mover) {
    this.mover = mover;
    this.committer = transactions.committer;
    this.thread = new Thread(this::run, "dolake-mover-" + shardName);
    thread.setDaemon(true);
  }

  public void start() {
    mover.onWork(() -> LockSupport.unpark(thread));
    thread.start();
  }

  private void run() {
    while (!closing && committer.failure() == null) {
      long wait = mover.nanosUntilDue(MAX_AGE_NANOS);
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
        continue;
      }
      try {
        if (!mover.hasFrozen()) {
          committer.freezeMemtable();
        }
        committer.patience().run(mover::moveFrozen);
      } catch (RuntimeException | Error e) {
        stop(e);
      }
    }
  }

  private void stop(Throwable e) {
    boolean full = e instanceof DoLakeException problem && problem.code() == ErrorCode.DISK_FULL;
    if (full && committer.awaitClosing(0)) {
      LOG.warn("commits stay in the log only: {}", e.getMessage());
      closing = true;
    } else {
      committer.stopAfter(e);
    }
  }

  /** Ends the thread after the move it is at. Idempotent. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    ThreadEnd.await(thread);
  }
}
