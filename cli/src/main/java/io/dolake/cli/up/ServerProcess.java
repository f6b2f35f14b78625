package io.dolake.cli.up;

import io.dolake.cli.Logs;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that serves until it is told to stop. Ctrl-C and SIGTERM release {@link #awaitStop};
 * the JVM then waits, a bounded time, until {@link #close} says that everything the main thread
 * opened is closed. So open it first and close it last.
 */
public final class ServerProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 60;
  private static final String PARENT_PROPERTY = "dolake.parent";

  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  private ServerProcess() {}

  /** Makes the data directory, sends the log to a file in it and listens for the end. */
  static ServerProcess prepare(Path dataDirectory, String logName) {
    DataDirectories.create(dataDirectory);
    Logs.alsoTo(dataDirectory.resolve(logName + ".log"));
    return withoutData();
  }

  /** Listens for the end only: for a process that keeps nothing of its own. */
  public static ServerProcess withoutData() {
    ServerProcess process = new ServerProcess();
    Runtime.getRuntime().addShutdownHook(new Thread(process::stopAndWait, "dolake-stop"));
    process.stopWithParent();
    return process;
  }

  /** JVM option for a process that is to end with its parent, even if that is killed. */
  static String parentOption(long processId) {
    return "-D" + PARENT_PROPERTY + "=" + processId;
  }

  private void stopWithParent() {
    Long parent = Long.getLong(PARENT_PROPERTY);
    if (parent != null) {
      ProcessHandle.of(parent)
          .ifPresentOrElse(handle -> handle.onExit().thenRun(stop::countDown), stop::countDown);
    }
  }

  private void stopAndWait() {
    stop.countDown();
    try {
      if (!finished.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("dolake: did not stop within " + STOP_SECONDS + " s, ends now");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Blocks until the process is told to stop. */
  void awaitStop() {
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits up to the time; true once the process was told to stop. */
  public boolean awaitStop(long millis) {
    try {
      return stop.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    finished.countDown();
  }
}
