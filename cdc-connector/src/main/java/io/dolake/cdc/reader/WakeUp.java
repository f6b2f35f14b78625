package io.dolake.cdc.reader;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Tells the task thread, from any thread, that there may be something to do. */
final class WakeUp implements Runnable {
  private final AtomicReference<CompletableFuture<Void>> armed =
      new AtomicReference<>(new CompletableFuture<>());

  /**
   * A future that completes at the next {@link #run}. The caller looks for work after this call and
   * before it waits, so that no news falls in between.
   */
  CompletableFuture<Void> arm() {
    while (true) {
      CompletableFuture<Void> current = armed.get();
      if (!current.isDone()) {
        return current;
      }
      armed.compareAndSet(current, new CompletableFuture<>());
    }
  }

  @Override
  public void run() {
    armed.get().complete(null);
  }
}
