package io.dolake.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A daemon thread that looks at something again and again, with a pause before each look, until a
 * look says that it was the last one or the owner closes it.
 */
public final class PollingThread implements AutoCloseable {
  private final long pauseMillis;
  private final BooleanSupplier look;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param look returns false to end the polling; is never called after {@link #close}
   */
  public PollingThread(String name, long pauseMillis, BooleanSupplier look) {
    this.pauseMillis = pauseMillis;
    this.look = look;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** To be called once. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stop.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        if (!look.getAsBoolean()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the look under way; harmless when the thread was never started or has ended. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
