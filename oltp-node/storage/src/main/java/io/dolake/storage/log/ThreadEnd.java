package io.dolake.storage.log;

/** Waits for threads of a store to end. */
public final class ThreadEnd {
  private ThreadEnd() {}

  /**
   * Waits until a thread has ended, whatever interrupts: what it uses may be closed afterwards. A
   * thread does not wait for itself.
   */
  public static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
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
