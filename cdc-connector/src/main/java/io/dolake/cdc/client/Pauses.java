package io.dolake.cdc.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between attempts, which all end when their owner is closed. Thread-safe. */
public final class Pauses {
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Waits so long.
   *
   * @return whether another attempt makes sense; false once {@link #end} was called
   */
  public boolean pause(long millis) throws InterruptedException {
    return !ended.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the pause that is under way, and every later one at once. */
  public void end() {
    ended.countDown();
  }
}
