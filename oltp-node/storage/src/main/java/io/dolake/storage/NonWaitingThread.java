package io.dolake.storage;

/**
 * Marks threads that serve many clients at once and so must not wait for a row lock: on them, an
 * operation that would have to wait throws {@link LockWouldWaitException} instead.
 */
public interface NonWaitingThread {
  /**
   * Whether it has served a single client for a while, so that nobody else is kept waiting if it
   * does that client's short commit itself instead of handing it to another thread.
   */
  default boolean servesOneClient() {
    return false;
  }

  /** Whether the calling thread is one. */
  static boolean isCurrent() {
    return Thread.currentThread() instanceof NonWaitingThread;
  }
}
