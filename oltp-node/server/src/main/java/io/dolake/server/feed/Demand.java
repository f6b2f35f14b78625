package io.dolake.server.feed;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The reader's appetite: the stream's thread waits here until the transport can take a message, so
 * that no more than the transport's window is in memory. Signals come from the transport's threads.
 */
final class Demand {
  private final BooleanSupplier ready;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended;

  Demand(BooleanSupplier ready) {
    this.ready = ready;
  }

  /** The transport may be ready again. */
  void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody wants messages any more. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for demand; false when the stream has ended instead. */
  boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (!ended && !ready.getAsBoolean()) {
        changed.await();
      }
      return !ended;
    } finally {
      lock.unlock();
    }
  }
}
