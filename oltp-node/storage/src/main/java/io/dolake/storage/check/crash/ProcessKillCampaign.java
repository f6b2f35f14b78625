package io.dolake.storage.check.crash;

import io.dolake.common.Lsn;
import io.dolake.storage.Durability;
import io.dolake.storage.ShardStore;
import io.dolake.storage.check.CheckStores;
import io.dolake.storage.check.ChildProcess;
import io.dolake.storage.log.LogFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of killed processes: a child runs the workload on real files and tells over its output
 * what is acknowledged; it is killed at a random moment, also while it recovers. Used by one
 * thread.
 */
final class ProcessKillCampaign {
  private static final int ROUNDS_PER_STORE = 40;
  private static final int MOST_LINES = 1_500;
  private static final int MOST_START_MILLIS = 1_500;

  private final Path parent;
  private final Random random;
  private int stores;
  private int roundsOnStore;
  private Path directory;
  private StoreUnderTest tested;
  private long acknowledged;

  ProcessKillCampaign(Path parent, Random random) {
    this.parent = parent;
    this.random = random;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** One child, killed; then its store is recovered and checked. */
  void round() throws IOException, InterruptedException {
    if (tested == null || roundsOnStore == ROUNDS_PER_STORE) {
      startOver();
    }
    roundsOnStore++;
    long acknowledgedBefore = tested.ledger().acknowledgedCount();
    runChildAndKill();
    acknowledged += tested.ledger().acknowledgedCount() - acknowledgedBefore;
    LogFiles files = CheckStores.filesOf(directory);
    try (ShardStore store = CheckStores.openForCrash(directory, files, Durability.FSYNC)) {
      tested.check(store, files);
    }
  }

  private void startOver() throws IOException {
    stores++;
    roundsOnStore = 0;
    directory = Files.createDirectories(parent.resolve("kill-" + stores));
    tested = new StoreUnderTest();
    LogFiles files = CheckStores.filesOf(directory);
    try (ShardStore store = CheckStores.openForCrash(directory, files, Durability.FSYNC)) {
      tested.create(store);
    }
  }

  private void runChildAndKill() throws IOException, InterruptedException {
    Path errors = parent.resolve("child.err");
    Process child =
        ChildProcess.start(
            CrashChild.class,
            errors,
            "128m",
            directory.toString(),
            Long.toString(random.nextLong()));
    boolean killWhileStarting = random.nextInt(10) == 0;
    if (killWhileStarting) {
      child.waitFor(random.nextInt(MOST_START_MILLIS), TimeUnit.MILLISECONDS);
      child.toHandle().destroyForcibly();
    }
    int killAtLine = 1 + random.nextInt(MOST_LINES);
    int lines = 0;
    try (BufferedReader output = child.inputReader()) {
      String line;
      while ((line = output.readLine()) != null) {
        if (note(line) && ++lines == killAtLine) {
          child.toHandle().destroyForcibly();
        }
      }
    }
    int exitCode = child.waitFor();
    Violations.require(
        exitCode == ChildProcess.KILLED,
        "the child ended with exit code %d: %s",
        exitCode,
        Files.readString(errors));
  }

  /** Whether the line is one of ours; the last one may be cut short by the kill. */
  private boolean note(String line) {
    String[] words = line.split(" ");
    if (!line.endsWith(" .") || !words[0].equals(CrashChild.PREFIX)) {
      return false;
    }
    Ledger ledger = tested.ledger();
    switch (words[1]) {
      case "transfer" ->
          ledger.transferCommitted(
              Integer.parseInt(words[2]), Long.parseLong(words[3]), lsn(words[4]));
      case "ddl" -> ledger.ddlCommitted(Long.parseLong(words[2]), lsn(words[3]));
      case "read" -> ledger.transactionRead(lsn(words[2]));
      case "confirmed" -> ledger.slotConfirmed(lsn(words[2]));
      default -> throw new IllegalStateException("unknown line of the child: " + line);
    }
    return true;
  }

  private static Lsn lsn(String word) {
    return new Lsn(Long.parseLong(word));
  }
}
