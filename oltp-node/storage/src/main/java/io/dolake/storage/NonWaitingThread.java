package io.dolake.storage;

/**
 * Marks threads that serve many clients at once and so must not wait for a row lock: on them, an
 * operation that would have to wait throws {@link LockWouldWaitException} instead.
 */
public interface NonWaitingThread {
  /** Whether the calling thread is one. */
  static boolean isCurrent() {
    return Thread.currentThread() instanceof NonWaitingThread;
  }
}
