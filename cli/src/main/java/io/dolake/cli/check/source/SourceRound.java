package io.dolake.cli.check.source;

import io.dolake.common.TableId;
import io.dolake.common.catalog.TableDef;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.SnapshotScan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.runtime.minicluster.MiniCluster;

/**
 * One seed: a shard under random load, a job that reads it and is killed, failed and rescaled, a
 * feed that goes away or is cut off; then the tables are compared.
 */
final class SourceRound {
  /** What a round did and found. */
  record Outcome(String problem, long snapshotRows, long changes, int kills) {}

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration STEP_PATIENCE = Duration.ofMillis(100);
  private static final Duration LOOK_AT_JOB = Duration.ofMillis(100);

  private final long seed;
  private final Path directory;
  private final MiniCluster cluster;
  private final Random random;
  private int kills;

  SourceRound(long seed, Path directory, MiniCluster cluster) {
    this.seed = seed;
    this.directory = directory;
    this.cluster = cluster;
    this.random = new Random(seed);
  }

  Outcome run() throws Exception {
    String round = "source-" + seed;
    Observation observation = Observation.register(round);
    try (ShardUnderTest shard = new ShardUnderTest(directory.resolve("shard"), 0)) {
      SourceWorkload workload = new SourceWorkload(shard.store(), random.nextLong());
      workload.prepare();
      SourceJob job =
          new SourceJob(
              cluster,
              round,
              directory.resolve("checkpoints"),
              List.of(shard.link().endpoint()),
              1024 << random.nextInt(3),
              1 + random.nextInt(6));
      try {
        job.start(1 + random.nextInt(3));
        Optional<String> ended = disturb(shard, workload, job, observation);
        observation.targetWatermark.set(shard.store().resolvedTimestamp().value());
        String problem =
            ended.isPresent() ? "job failed: " + ended.get() : awaitResult(job, observation);
        CollectedState state = observation.result();
        if (problem == null) {
          problem = compare(shard.store(), state);
        }
        return new Outcome(
            problem,
            state == null ? 0 : state.snapshotRows(),
            state == null ? 0 : state.changes(),
            kills);
      } finally {
        job.kill();
      }
    } finally {
      Observation.forget(round);
    }
  }

  /** Tells why the job ended for good, if it did. */
  private Optional<String> disturb(
      ShardUnderTest shard, SourceWorkload workload, SourceJob job, Observation observation)
      throws Exception {
    int steps = 150 + random.nextInt(250);
    for (int step = 0; step < steps; step++) {
      workload.step();
      switch (random.nextInt(150)) {
        case 0 -> {
          Optional<String> ended = job.kill();
          if (ended.isPresent()) {
            return ended;
          }
          kills++;
          for (int i = random.nextInt(20); i > 0; i--) {
            workload.step();
          }
          job.start(1 + random.nextInt(3));
        }
        case 1 -> {
          observation.failNext.set(true);
          kills++;
        }
        case 2 -> shard.restartFeed();
        case 3 -> shard.link().cut();
        case 4 -> shard.link().cutAfter(1 + random.nextInt(20_000));
        default -> {
          // Let the job get somewhere between two steps, now and then.
          if (random.nextInt(10) == 0) {
            observation.awaitRecords(random.nextInt(30), STEP_PATIENCE);
          }
        }
      }
    }
    observation.failNext.set(false);
    return Optional.empty();
  }

  private static String awaitResult(SourceJob job, Observation observation) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!observation.awaitEnd(LOOK_AT_JOB)) {
      var failure = job.failure();
      if (failure.isPresent()) {
        return "job failed: " + failure.get();
      }
      if (System.nanoTime() > deadline) {
        return "no watermark reached the end within " + PATIENCE.toSeconds() + " s";
      }
    }
    return observation.violation();
  }

  private static String compare(ShardStore store, CollectedState state) {
    Set<Integer> expectedTables = new HashSet<>();
    for (TableDef table : store.catalog().tables()) {
      Map<CollectedState.Key, byte[]> stored = scan(store, table.id());
      Map<CollectedState.Key, byte[]> collected = state.rows(table.id().value());
      if (!stored.keySet().equals(collected.keySet())) {
        return "table "
            + table.name()
            + " has "
            + stored.size()
            + " keys, Flink's state "
            + collected.size()
            + ", and they differ";
      }
      for (Map.Entry<CollectedState.Key, byte[]> row : stored.entrySet()) {
        if (!Arrays.equals(row.getValue(), collected.get(row.getKey()))) {
          return "a row of table " + table.name() + " differs";
        }
      }
      expectedTables.add(table.id().value());
    }
    Set<Integer> surplus = state.tablesWithRows();
    surplus.removeAll(expectedTables);
    return surplus.isEmpty() ? null : "Flink's state has rows of dropped tables " + surplus;
  }

  private static Map<CollectedState.Key, byte[]> scan(ShardStore store, TableId table) {
    Map<CollectedState.Key, byte[]> rows = new TreeMap<>();
    try (SnapshotScan scan = store.scanSnapshot(table, null, null, ScanDirection.FORWARD)) {
      while (scan.next()) {
        rows.put(new CollectedState.Key(scan.copyOfKey()), scan.copyOfImage());
      }
    }
    return rows;
  }
}
