package io.dolake.cli.up;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One part of DoLake in a process of its own. A part that dies is started again by the thread
 * {@code part-NAME}, until {@link #close}; one that dies again before it serves, several times in a
 * row, is given up.
 */
final class SupervisedPart implements AutoCloseable {
  private static final long READY_SECONDS = 120;
  private static final long STOP_SECONDS = 60;
  private static final long RESTART_PAUSE_MILLIS = 300;
  private static final int MAX_FAILED_STARTS = 5;

  private final String name;
  private final List<String> command;
  private final Consumer<String> news;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread watcher;
  private volatile Incarnation current;

  /** One process of the part. {@code ready} fails with the last line of a process that ended. */
  private record Incarnation(Process process, CompletableFuture<Void> ready) {}

  private SupervisedPart(String name, List<String> command, Consumer<String> news) {
    this.name = name;
    this.command = command;
    this.news = news;
    this.watcher = new Thread(this::watch, "part-" + name);
  }

  /**
   * Starts the part and waits until it serves.
   *
   * @param command prints {@code NAME ready} once it serves
   * @param news told when the part dies and when it is back
   * @throws DoLakeException CONNECTION_FAILURE with what the part said, if it does not come up
   */
  static SupervisedPart start(String name, List<String> command, Consumer<String> news) {
    SupervisedPart part = new SupervisedPart(name, List.copyOf(command), news);
    try {
      part.launch();
    } catch (DoLakeException e) {
      part.close();
      throw e;
    }
    part.watcher.start();
    return part;
  }

  String name() {
    return name;
  }

  long processId() {
    return current.process().pid();
  }

  /** kill -9. */
  void kill() {
    current.process().destroyForcibly();
  }

  private void launch() {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw notStarted(e.getMessage(), e);
    }
    Incarnation started = new Incarnation(process, new CompletableFuture<>());
    current = started;
    Thread reader = new Thread(() -> read(started), "output-of-" + name);
    reader.setDaemon(true);
    reader.start();
    try {
      started.ready().get(READY_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw notStarted(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw notStarted("it does not serve after " + READY_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw notStarted("interrupted", e);
    }
  }

  /** Reads what the process says until it ends, so that it never waits for a reader. */
  private void read(Incarnation incarnation) {
    String last = "it ended without a word";
    try (BufferedReader lines = incarnation.process().inputReader()) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith(name + " ready")) {
          incarnation.ready().complete(null);
        }
        last = line.startsWith("hint: ") || line.isBlank() ? last : line;
      }
    } catch (IOException e) {
      last = e.getMessage();
    }
    incarnation.ready().completeExceptionally(new IOException(last));
  }

  private DoLakeException notStarted(String reason, Exception cause) {
    return new DoLakeException(
        ErrorCode.CONNECTION_FAILURE,
        "the " + name + " does not start: " + reason.replaceFirst("^dolake: ", ""),
        "its log is " + name + ".log in the data directory",
        cause);
  }

  private void watch() {
    int failures = 0;
    while (failures < MAX_FAILED_STARTS && awaitDeath()) {
      long diedNanos = System.nanoTime();
      if (failures == 0) {
        news.accept("the " + name + " (process " + processId() + ") is gone; starting it again");
      }
      try {
        launch();
        failures = 0;
        news.accept(
            "the %s is back as process %d after %.1f s"
                .formatted(name, processId(), (System.nanoTime() - diedNanos) / 1e9));
      } catch (DoLakeException e) {
        failures++;
        if (closing.getCount() > 0) {
          news.accept(e.getMessage());
        }
      }
    }
  }

  /** True when the process ended though nobody closes the part. */
  private boolean awaitDeath() {
    try {
      current.process().waitFor();
      // Ctrl-C reaches the children as well: give whoever closes this part the time to say so.
      return !closing.await(RESTART_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Tells the watcher that the end of the process is wanted from now on. */
  void expectEnd() {
    closing.countDown();
  }

  /** Stops the part in order, and by force if it takes longer than {@value #STOP_SECONDS} s. */
  @Override
  public void close() {
    expectEnd();
    try {
      stop();
      watcher.join();
      // A restart may have been under way: its process is the one to stop then.
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      current.process().destroyForcibly();
    }
  }

  private void stop() throws InterruptedException {
    Process process = current == null ? null : current.process();
    if (process != null) {
      process.destroy();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
