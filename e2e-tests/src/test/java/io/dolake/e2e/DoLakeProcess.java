package io.dolake.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One {@code dolake} command in a process of its own, as production runs it. */
public final class DoLakeProcess implements AutoCloseable {
  /** Written when the command line's module is packaged; the launchers run from it. */
  private static final Path CLASS_PATH =
      Path.of(
          System.getProperty("dolake.engines.home", "."), "..", "cli", "target", "classpath.txt");

  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final Path output;

  private DoLakeProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts the command and waits until it says that it is ready.
   *
   * @param readyText what its output has once it serves
   */
  public static DoLakeProcess start(Path directory, String readyText, String... arguments)
      throws IOException {
    DoLakeProcess started = launch(directory, arguments);
    Process process = started.process;
    Awaitility.await(String.join(" ", arguments))
        .atMost(START_SECONDS, TimeUnit.SECONDS)
        .until(() -> !process.isAlive() || started.output().contains(readyText));
    if (!process.isAlive()) {
      throw new AssertionError(String.join(" ", arguments) + " ended:\n" + started.output());
    }
    return started;
  }

  /** Runs a command that ends by itself; see {@link #exitCode}. */
  public static DoLakeProcess run(Path directory, long limitSeconds, String... arguments)
      throws IOException, InterruptedException {
    DoLakeProcess finished = launch(directory, arguments);
    if (!finished.process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
      finished.close();
      throw new AssertionError(String.join(" ", arguments) + " did not end:\n" + finished.output());
    }
    return finished;
  }

  private static DoLakeProcess launch(Path directory, String... arguments) throws IOException {
    Path output = Files.createTempFile(directory, arguments[0] + "-", ".out");
    List<String> command = command("1g");
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new DoLakeProcess(process, output);
  }

  /** {@code bin/dolake} of this build, without the launcher's own build; arguments follow. */
  static List<String> command(String heap) throws IOException {
    List<String> command = new ArrayList<>(Jvm.command(heap));
    command.addAll(List.of("-cp", Files.readString(CLASS_PATH).trim(), "io.dolake.cli.DoLake"));
    return command;
  }

  public int exitCode() {
    return process.exitValue();
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Processes that it has started. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
  }

  /** Ctrl-C, as far as this process is concerned (SIGINT). */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).inheritIO().start().waitFor();
  }

  /** Asks it to stop (SIGTERM, which it takes as it takes Ctrl-C); returns the exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      close();
      throw new AssertionError("did not stop within " + STOP_SECONDS + " s");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      List<ProcessHandle> children = descendants();
      kill();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
