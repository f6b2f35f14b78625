package io.dolake.cli.bench;

import io.dolake.cli.bench.StoreUnderLoad.Client;
import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code bin/dolake bench store}: the shard store and SQLite side by side in one run, alternating,
 * on the same directory and the same rows.
 */
public final class StoreBenchmark implements Check {
  private static final int ROWS_PER_TRANSACTION = 10_000;
  private static final int REPEATS = 5;
  private static final int LOADS = 3;
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final int[] WRITERS_TOGETHER = {8, 64};

  /** Where only the disk counts, turns are so much shorter and more: its speed changes. */
  private static final int SHORT_TURNS = 4;

  @Override
  public String name() {
    return "store";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "durable transactions, point reads, load and scan of the shard store beside SQLite";
  }

  @Override
  public String help() {
    return """
        Measures, on tables of an integer key and 100 bytes:
          commit N   durable single-row updates per second at N threads; SQLite at its single writer.
                     Bounded by the disk at 1 thread, by how many commits share an fdatasync at more,
                     and by the processor at 64.
          disk       what 1 thread could do at most: small writes over a file that is there, with an
                     fdatasync each, in turns with the two stores.
          read       point reads per second of one thread, each in a transaction of its own.
                     Bounded by the processor.
          load       ordered bulk load, rows per second. Bounded by the processor and by writing
                     every row twice, to the log and to the pages.
          scan       rows per second of one thread. Bounded by the processor.
        Each store first does every operation for three seconds, unmeasured, so that the Java compiler
        is out of the way. Loads of new stores are then measured three times and all else five times,
        the two stores in turn; the middle one counts. Before each of these measurements both do the
        same once more without being measured, so that their caches are those of the operation. At one
        thread turns are a quarter as long and four times as many, because the disk's speed changes
        within seconds. For comparison it also measures the bandwidth of memory.
        --rounds counts seconds of each measurement.
        --rows N    rows (default 500000)
        """;
  }

  @Override
  public int defaultRounds() {
    return 2;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    int rows = Integer.parseInt(context.option("rows", "500000"));
    long nanos = context.rounds() * 1_000_000_000L;
    PrintStream out = context.progress();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rows", rows);
    double memoryBytes = Memory.bytesPerSecond();
    values.put("memoryBytesPerSecond", memoryBytes);
    out.printf(Locale.ROOT, "memory %,.1f GB/s%n", memoryBytes / 1e9);
    Path directory = context.workDirectory();
    Comparison comparison = new Comparison(values, out);
    Callable<Double> ourLoad =
        () -> newLoadRate(DoLakeUnderLoad::new, directory, rows, context.seed());
    Callable<Double> theirLoad =
        () -> newLoadRate(SqliteUnderLoad::new, directory, rows, context.seed());
    comparison.measure("load", LOADS, ourLoad, theirLoad);
    try (StoreUnderLoad dolake = new DoLakeUnderLoad(directory.resolve("dolake"));
        StoreUnderLoad sqlite = new SqliteUnderLoad(directory.resolve("sqlite.db"))) {
      loadRate(dolake, rows, context.seed());
      loadRate(sqlite, rows, context.seed());
      warmUp(new Workers(rows, ~context.seed(), WARM_UP_NANOS), dolake, sqlite);
      measureLoneCommits(
          comparison,
          directory.resolve("synced"),
          new Workers(rows, context.seed() + 1, nanos / SHORT_TURNS),
          dolake,
          sqlite);
      Workers workers = new Workers(rows, context.seed(), nanos);
      for (int threads : WRITERS_TOGETHER) {
        comparison.measure(
            "commit " + threads,
            REPEATS,
            () -> workers.rate(dolake, threads, Workers::updateOne),
            () -> workers.rate(sqlite, 1, Workers::updateOne));
      }
      comparison.measure(
          "read",
          REPEATS,
          () -> workers.rate(dolake, 1, Workers::readOne),
          () -> workers.rate(sqlite, 1, Workers::readOne));
      comparison.measure(
          "scan", REPEATS, () -> scanRate(dolake, rows), () -> scanRate(sqlite, rows));
    }
    return new CheckResult(true, figure(values), values);
  }

  /** One thread's commits, with the disk's own rate measured in the same turns. */
  private static void measureLoneCommits(
      Comparison comparison,
      Path file,
      Workers workers,
      StoreUnderLoad dolake,
      StoreUnderLoad sqlite)
      throws Exception {
    List<Double> disk = new ArrayList<>();
    try (SyncedFile synced = new SyncedFile(file)) {
      comparison.measure(
          "commit 1",
          SHORT_TURNS * REPEATS,
          () -> {
            disk.add(synced.rate(workers.nanos));
            return workers.rate(dolake, 1, Workers::updateOne);
          },
          () -> workers.rate(sqlite, 1, Workers::updateOne));
    }
    comparison.addLimit("disk", disk, "commit 1");
  }

  private static void warmUp(Workers workers, StoreUnderLoad dolake, StoreUnderLoad sqlite)
      throws Exception {
    for (int threads : WRITERS_TOGETHER) {
      workers.rate(dolake, threads, Workers::updateOne);
    }
    for (StoreUnderLoad store : List.of(dolake, sqlite)) {
      workers.rate(store, 1, Workers::updateOne);
      workers.rate(store, 1, Workers::readOne);
      scanRate(store, workers.rows);
    }
  }

  private interface StoreFactory {
    StoreUnderLoad open(Path path) throws Exception;
  }

  /** Rows per second into a store that was not there before. */
  private static double newLoadRate(StoreFactory factory, Path directory, int rows, long seed)
      throws Exception {
    Path path = Files.createTempDirectory(directory, "load-").resolve("store");
    try (StoreUnderLoad store = factory.open(path)) {
      return loadRate(store, rows, seed);
    }
  }

  private static double loadRate(StoreUnderLoad store, int rows, long seed) throws Exception {
    long start = System.nanoTime();
    store.load(rows, ROWS_PER_TRANSACTION, new Random(seed));
    return rows * 1e9 / (System.nanoTime() - start);
  }

  private static double scanRate(StoreUnderLoad store, int rows) throws Exception {
    try (Client client = store.connect()) {
      long start = System.nanoTime();
      long length = client.scan();
      if (length != (long) rows * StoreUnderLoad.ROW_BYTES) {
        throw new IllegalStateException(store.name() + " scanned " + length + " bytes");
      }
      return rows * 1e9 / (System.nanoTime() - start);
    }
  }

  private static String figure(Map<String, Object> values) {
    return String.format(
        Locale.ROOT,
        "store beside SQLite: commit 1/8/64 threads %.1fx/%.1fx/%.1fx, read %.1fx, load %.1fx,"
            + " scan %.1fx",
        ratio(values, "commit 1"),
        ratio(values, "commit 8"),
        ratio(values, "commit 64"),
        ratio(values, "read"),
        ratio(values, "load"),
        ratio(values, "scan"));
  }

  private static double ratio(Map<String, Object> values, String what) {
    return (Double) values.get(what + ".ratio");
  }

  /** Collects the middle of repeated measurements and prints them side by side. */
  private record Comparison(Map<String, Object> values, PrintStream out) {
    /** Measures both in turn, after a first turn that does not count. */
    void measure(String what, int repeats, Callable<Double> ours, Callable<Double> theirs)
        throws Exception {
      ours.call();
      theirs.call();
      List<Double> allOurs = new ArrayList<>();
      List<Double> allTheirs = new ArrayList<>();
      for (int repeat = 0; repeat < repeats; repeat++) {
        allOurs.add(ours.call());
        allTheirs.add(theirs.call());
      }
      add(what, allOurs, allTheirs);
    }

    private void add(String what, List<Double> ours, List<Double> theirs) {
      double dolake = middle(ours);
      double sqlite = middle(theirs);
      values.put(what + ".dolakePerSecond", dolake);
      values.put(what + ".dolakeAll", ours);
      values.put(what + ".sqlitePerSecond", sqlite);
      values.put(what + ".sqliteAll", theirs);
      values.put(what + ".ratio", dolake / sqlite);
      out.printf(
          Locale.ROOT,
          "%-10s dolake %,11.0f/s  sqlite %,11.0f/s  %6.2fx%n",
          what,
          dolake,
          sqlite,
          dolake / sqlite);
    }

    /** What the machine allows of something that was measured. */
    void addLimit(String what, List<Double> measured, String of) {
      double limit = middle(measured);
      double dolake = (Double) values.get(of + ".dolakePerSecond");
      values.put(what + ".perSecond", limit);
      values.put(what + ".all", measured);
      values.put(of + ".ofLimit", dolake / limit);
      out.printf(
          Locale.ROOT,
          "%-10s        %,11.0f/s, of which %s is %.0f %%%n",
          what,
          limit,
          of,
          100 * dolake / limit);
    }

    private static double middle(List<Double> measured) {
      return measured.stream().sorted().toList().get(measured.size() / 2);
    }
  }

  /**
   * Threads that repeat one operation for a time. No two runs work on the same keys and values:
   * SQLite does not write, and hence not sync, an update that leaves a row as it was.
   */
  private static final class Workers {
    private final int rows;
    private final long nanos;
    private final Random seeds;

    Workers(int rows, long seed, long nanos) {
      this.rows = rows;
      this.nanos = nanos;
      this.seeds = new Random(seed);
    }

    interface Operation {
      void run(Client client, Random random, int rows) throws Exception;
    }

    static void updateOne(Client client, Random random, int rows) throws Exception {
      byte[] content = new byte[StoreUnderLoad.ROW_BYTES];
      random.nextBytes(content);
      client.update(random.nextInt(rows), content);
    }

    static void readOne(Client client, Random random, int rows) throws Exception {
      if (client.read(random.nextInt(rows)) != StoreUnderLoad.ROW_BYTES) {
        throw new IllegalStateException("a row has the wrong length");
      }
    }

    /** Operations per second of all threads together. */
    double rate(StoreUnderLoad store, int threads, Operation operation) throws Exception {
      ExecutorService executor = Executors.newFixedThreadPool(threads);
      try {
        List<Callable<Long>> tasks = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
          Random random = new Random(seeds.nextLong());
          tasks.add(() -> repeat(store, operation, random, start));
        }
        long count = 0;
        for (Future<Long> task : executor.invokeAll(tasks)) {
          count += task.get();
        }
        return count * 1e9 / (System.nanoTime() - start);
      } finally {
        executor.shutdownNow();
      }
    }

    private long repeat(StoreUnderLoad store, Operation operation, Random random, long start)
        throws Exception {
      long count = 0;
      try (Client client = store.connect()) {
        while (System.nanoTime() - start < nanos) {
          operation.run(client, random, rows);
          count++;
        }
      }
      return count;
    }
  }
}
