package io.dolake.storage.check;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code bin/check bigstore}. */
public final class BigStoreCheck implements Check {
  private static final String HEAP = "256m";
  private static final long LONGEST_OPEN_MILLIS = 3_000;

  @Override
  public String name() {
    return "bigstore";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "ten million rows in a 256 MiB heap, killed under load and opened again in 3 s";
  }

  @Override
  public String help() {
    return """
        Loads rows of 100 bytes in a process with a 256 MiB heap, updates and reads them at random,
        kills the process under that load, and measures how long the next process takes to open the
        store and read its first row; it may be 3 seconds at most.
        --rounds counts rows.
        --kills N      kills under load (default 3)
        --seconds N    load before each kill (default 15)
        """;
  }

  @Override
  public int defaultRounds() {
    return 10_000_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    int kills = Integer.parseInt(context.option("kills", "3"));
    int seconds = Integer.parseInt(context.option("seconds", "15"));
    Map<String, Object> values = new LinkedHashMap<>();
    long slowestOpen = 0;
    boolean whole = true;
    for (int round = 0; round <= kills; round++) {
      Map<String, Long> told = runChild(context, round, seconds);
      context.progress().println((round == 0 ? "load: " : "after kill " + round + ": ") + told);
      told.forEach((name, value) -> values.merge(name, value, BigStoreCheck::larger));
      whole &= told.containsKey("open.millis") && told.get("rows") == context.rounds();
      if (round > 0) {
        slowestOpen = Math.max(slowestOpen, told.getOrDefault("open.millis", Long.MAX_VALUE));
      }
    }
    values.put("slowestOpenMillis", slowestOpen);
    String figure =
        String.format(
            Locale.ROOT,
            "bigstore: %,d rows, heap %s, open after kill -9 under load in %d ms at most",
            context.rounds(),
            HEAP,
            slowestOpen);
    return new CheckResult(whole && slowestOpen < LONGEST_OPEN_MILLIS, figure, values);
  }

  private static Object larger(Object left, Object right) {
    return Math.max((Long) left, (Long) right);
  }

  /** Runs a process on the store and kills it once it has been under load for long enough. */
  private static Map<String, Long> runChild(CheckContext context, int round, int seconds)
      throws IOException, InterruptedException {
    Path errors = context.workDirectory().resolve("child-" + round + ".err");
    Process child =
        ChildProcess.start(
            BigStoreChild.class,
            errors,
            HEAP,
            context.workDirectory().resolve("store").toString(),
            Integer.toString(context.rounds()),
            Long.toString(context.seed() + round));
    Map<String, Long> told = new LinkedHashMap<>();
    try (BufferedReader output = child.inputReader()) {
      String line;
      while ((line = output.readLine()) != null) {
        String[] words = line.split(" ");
        if (!words[0].equals(BigStoreChild.PREFIX)) {
          continue;
        }
        told.put(words[1], Long.parseLong(words[2]));
        if (words[1].equals(BigStoreChild.LOAD_SECONDS) && told.get(words[1]) >= seconds) {
          child.toHandle().destroyForcibly();
        }
      }
    }
    int exitCode = child.waitFor();
    if (exitCode != ChildProcess.KILLED) {
      throw new IllegalStateException(
          "the process ended with exit code " + exitCode + ": " + Files.readString(errors));
    }
    return told;
  }
}
