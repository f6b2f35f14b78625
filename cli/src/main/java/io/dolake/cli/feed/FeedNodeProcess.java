package io.dolake.cli.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A node with one table {@code main.bench} and nothing but its change feed, in a process of its
 * own. Calls wait until the node has done what they ask for. Belongs to one thread.
 */
public final class FeedNodeProcess implements AutoCloseable {
  /** What the node's process holds after a collection. */
  public record Memory(long liveHeapBytes, long directBytes) {}

  private static final long CLOSE_PATIENCE_SECONDS = 30;

  private final Process process;
  private final PrintStream commands;
  private final BufferedReader answers;
  private final String endpoint;

  private FeedNodeProcess(Process process) throws IOException {
    this.process = process;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.endpoint = "127.0.0.1:" + answer()[0];
  }

  /**
   * Starts the node.
   *
   * @param directory for its files, made if missing; empty
   * @param heap as after {@code -Xmx}
   */
  public static FeedNodeProcess start(Path directory, String heap) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-D"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FeedNodeMain.class.getName(), directory.toString()));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try {
      return new FeedNodeProcess(process);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Where the feed listens. */
  public String endpoint() {
    return endpoint;
  }

  /** Inserts so many further rows. */
  public void load(long rows) throws IOException {
    ask("load " + rows);
  }

  /** Updates every row once, many in a transaction. */
  public void updateAll(long seed) throws IOException {
    ask("update " + seed);
  }

  /**
   * Commits transactions of one update each.
   *
   * @param perSecond at this rate; 0 for as fast as the store takes them
   * @return transactions per second
   */
  public double commitUpdates(long transactions, int perSecond, long seed) throws IOException {
    return transactions * 1e9 / ask("commit " + transactions + " " + perSecond + " " + seed)[0];
  }

  /** Last LSN of the log. */
  public long lastLsn() throws IOException {
    return ask("last")[0];
  }

  public Memory memory() throws IOException {
    long[] memory = ask("memory");
    return new Memory(memory[0], memory[1]);
  }

  private long[] ask(String command) throws IOException {
    commands.println(command);
    return answer();
  }

  private long[] answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals(FeedNodeMain.ANSWER)) {
        return Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
      }
    }
    throw new IOException("the node's process ended; its messages are above");
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      if (!process.waitFor(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      answers.close();
    }
  }
}
