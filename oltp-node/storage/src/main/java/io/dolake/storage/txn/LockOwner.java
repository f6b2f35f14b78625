package io.dolake.storage.txn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A transaction as the lock table sees it. */
final class LockOwner {
  private final long transactionId;
  private final List<LockKey> held = new ArrayList<>();
  private volatile boolean aborted;

  /** Its place in a queue while it waits. */
  volatile LockTable.Waiter waiter;

  LockOwner(long transactionId) {
    this.transactionId = transactionId;
  }

  long transactionId() {
    return transactionId;
  }

  /** Locks it holds or waits for; only for the thread that acts for the transaction. */
  List<LockKey> held() {
    return held;
  }

  boolean isAborted() {
    return aborted;
  }

  /** Whether an abort was pending; it counts for one operation. */
  boolean takeAbort() {
    boolean pending = aborted;
    aborted = false;
    return pending;
  }

  /** Ends a present or coming lock wait; callable from any thread. */
  void abort() {
    aborted = true;
    LockTable.Waiter waiting = waiter;
    if (waiting != null) {
      LockSupport.unpark(waiting.thread);
    }
  }
}
