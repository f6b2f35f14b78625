package io.dolake.storage.check.isolation;

import io.dolake.storage.IsolationLevel;
import io.dolake.storage.ShardStore;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Scenarios and histories on one store. Used by one thread, which starts others for the time. */
public final class IsolationCampaign {
  private static final int CHUNK_TRANSACTIONS = 25_000;

  private final ShardStore store;
  private final PrintStream progress;
  private int nextKey = 1;

  /**
   * @param store a new one, which the campaign has for itself
   */
  public IsolationCampaign(ShardStore store, PrintStream progress) {
    this.store = store;
    this.progress = progress;
  }

  /** Figures of the histories at one level. */
  public record Histories(long transactions, long retries, long anomalies, long perSecond) {}

  public void createTables() {
    ScenarioTable.create(store);
  }

  /** Number of scenarios that showed an anomaly which the level forbids. */
  public int playScenarios(IsolationLevel level) {
    int failures = 0;
    for (Scenario scenario : Scenario.values()) {
      boolean seen = scenario.play(store, level);
      boolean forbidden = scenario.isPreventedAt(level);
      String verdict = seen ? (forbidden ? "SEEN, FORBIDDEN" : "seen, allowed") : "not seen";
      progress.printf("%s %s (%s): %s%n", level, scenario, scenario.title(), verdict);
      if (seen && forbidden) {
        failures++;
      }
    }
    return failures;
  }

  /** Runs histories of this many committed transactions. */
  public Histories runHistories(IsolationLevel level, long seed, int transactions, int threads) {
    AtomicInteger threadNumber = new AtomicInteger();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "history-" + threadNumber.incrementAndGet()));
    long committed = 0;
    long retries = 0;
    long anomalies = 0;
    long startedAt = System.nanoTime();
    try {
      for (int chunk = 0; committed < transactions; chunk++) {
        int wanted = (int) Math.min(CHUNK_TRANSACTIONS, transactions - committed);
        ListAppendChunk part = new ListAppendChunk(store, level, nextKey, wanted);
        nextKey += ListAppendChunk.keySpan(wanted);
        List<String> found = part.run(seed + chunk, threads, executor);
        for (String anomaly : found) {
          progress.printf("%s, seed %d chunk %d: %s%n", level, seed, chunk, anomaly);
        }
        committed += part.committed();
        retries += part.retries();
        anomalies += found.size();
        progress.printf("%s: %d transactions, %d retries%n", level, committed, retries);
      }
    } finally {
      executor.shutdownNow();
    }
    long nanos = Math.max(1, System.nanoTime() - startedAt);
    return new Histories(committed, retries, anomalies, committed * 1_000_000_000L / nanos);
  }
}
