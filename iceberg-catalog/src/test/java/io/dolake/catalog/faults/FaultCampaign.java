package io.dolake.catalog.faults;

import static org.awaitility.Awaitility.await;

import io.dolake.catalog.faults.CatalogTransaction.Outcome;
import io.dolake.catalog.postgres.PrivatePostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Concurrent multi-table transactions against servers that are killed again and again behind a
 * network that loses, delays and repeats requests. On PostgreSQL several servers share the
 * database, and it crashes as well.
 *
 * <p>What must hold: a transaction is in the history of all its tables or of none, at most once;
 * what the server called committed is there and what it refused is not; nothing that was ever seen
 * disappears.
 */
public final class FaultCampaign {
  private static final List<String> TABLES = List.of("a", "b", "c", "d");
  private static final int WRITERS = 4;
  private static final int SERVERS_ON_POSTGRES = 3;
  private static final int FAULT_PERCENT = 25;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** When a writer gives up on an answer; the request may still be served. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final long seed;
  private final int transactionsPerWriter;
  private final int kills;
  private final PrintStream progress;

  /**
   * @param transactionsPerWriter how long a round is
   * @param kills how often a server is killed in a round
   */
  public FaultCampaign(long seed, int transactionsPerWriter, int kills, PrintStream progress) {
    this.seed = seed;
    this.transactionsPerWriter = transactionsPerWriter;
    this.kills = kills;
    this.progress = progress;
  }

  /**
   * What came out of one or more rounds.
   *
   * @param violations one line for each rule that was broken; empty if all held
   */
  public record Report(
      int committed, int refused, int unknown, long observations, List<String> violations) {
    Report plus(Report other) {
      List<String> all = new ArrayList<>(violations);
      all.addAll(other.violations());
      return new Report(
          committed + other.committed(),
          refused + other.refused(),
          unknown + other.unknown(),
          observations + other.observations(),
          all);
    }
  }

  /**
   * Runs rounds for {@code bin/check catalog-faults}, on both stores in turn.
   *
   * @param arguments seed, rounds, and a directory to work in
   */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Path directory = Path.of(arguments[2]);
    Report total = new Report(0, 0, 0, 0, List.of());
    for (int round = 0; round < rounds; round++) {
      FaultCampaign campaign = new FaultCampaign(seed + round, 60, 4, System.out);
      Path roundDirectory = Files.createDirectories(directory.resolve("round-" + round));
      boolean postgres = round % 2 == 1 && PrivatePostgres.obstacle().isEmpty();
      total =
          total.plus(
              postgres
                  ? campaign.runOnPostgres(roundDirectory)
                  : campaign.runOnSqlite(roundDirectory));
    }
    PrivatePostgres.obstacle().ifPresent(o -> System.out.println("only on SQLite: " + o));
    System.out.printf(
        "committed=%d refused=%d unknown=%d observations=%d violations=%d%n",
        total.committed(),
        total.refused(),
        total.unknown(),
        total.observations(),
        total.violations().size());
    System.exit(total.violations().isEmpty() ? 0 : 1);
  }

  public Report runOnSqlite(Path directory) throws Exception {
    return run(1, "jdbc:sqlite:" + directory.resolve("catalog.db"), directory, () -> {});
  }

  public Report runOnPostgres(Path directory) throws Exception {
    try (PrivatePostgres postgres = PrivatePostgres.start()) {
      return run(
          SERVERS_ON_POSTGRES,
          postgres.jdbcUrl(),
          directory,
          () -> {
            postgres.crash();
            postgres.launch();
          });
    }
  }

  private Report run(int servers, String jdbcUrl, Path directory, Runnable databaseCrash)
      throws Exception {
    Random random = new Random(seed);
    Path warehouse = directory.resolve("warehouse");
    Queue<CatalogTransaction> log = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    try (ServerFleet fleet = ServerFleet.start(servers, jdbcUrl, warehouse);
        FaultyProxy proxy = new FaultyProxy(fleet.uris(), random.nextLong(), FAULT_PERCENT)) {
      new CatalogApi(fleet.uris().get(0), PATIENCE).createTables(TABLES);
      CatalogApi throughProxy = new CatalogApi(proxy.uri(), ANSWER_LIMIT);
      TableObserver observer = new TableObserver(throughProxy, TABLES, done, random.nextLong());
      final Future<?> observing = threads.submit(observer);
      List<Future<Void>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(
                  i ->
                      threads.submit(
                          new TransactionWriter(
                              "w" + i,
                              throughProxy,
                              TABLES,
                              transactionsPerWriter,
                              random.nextLong(),
                              log)))
              .toList();
      for (int kill = 0; kill < kills; kill++) {
        awaitProgress(log, (kill + 1) * WRITERS * transactionsPerWriter / (kills + 1));
        awaitRequests(proxy, 1 + random.nextInt(20));
        if (random.nextInt(3) == 0) {
          databaseCrash.run();
        }
        fleet.killOne(random);
        proxy.retarget(fleet.uris());
        fleet.startOne();
        proxy.retarget(fleet.uris());
      }
      for (Future<Void> writer : writers) {
        writer.get(5, TimeUnit.MINUTES);
      }
      proxy.drain();
      done.countDown();
      observing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      // What counts is what a server started afresh finds.
      fleet.close();
      fleet.startOne();
      Report report = judge(log, new CatalogApi(fleet.uris().get(0), PATIENCE), observer);
      progress.printf("seed %d: %s, network %s%n", seed, report, proxy.summary());
      return report;
    } catch (ExecutionException e) {
      throw new IllegalStateException("round with seed " + seed + " broke off", e.getCause());
    } finally {
      done.countDown();
      threads.shutdownNow();
    }
  }

  private static void awaitProgress(Queue<CatalogTransaction> log, int transactions) {
    await().atMost(PATIENCE).until(() -> log.size() >= transactions);
  }

  /** Lets a random number of requests pass, so that a kill meets them in any phase. */
  private static void awaitRequests(FaultyProxy proxy, int more) {
    long target = proxy.requests() + more;
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> proxy.requests() >= target);
  }

  private static Report judge(Queue<CatalogTransaction> log, CatalogApi api, TableObserver observer)
      throws IOException {
    List<String> violations = new ArrayList<>(observer.violations());
    Map<String, List<String>> histories = new HashMap<>();
    for (String table : TABLES) {
      List<String> history = api.load(table).transactions();
      histories.put(table, history);
      if (new HashSet<>(history).size() < history.size()) {
        violations.add("a transaction was applied twice to " + table + ": " + history);
      }
    }
    Map<Outcome, Integer> counts = new HashMap<>();
    for (CatalogTransaction transaction : log) {
      counts.merge(transaction.outcome(), 1, Integer::sum);
      long present =
          transaction.tables().stream()
              .filter(table -> histories.get(table).contains(transaction.id()))
              .count();
      if (present != 0 && present != transaction.tables().size()) {
        violations.add("torn: " + transaction + " is in " + present + " tables");
      }
      if (transaction.outcome() == Outcome.COMMITTED && present == 0) {
        violations.add("lost: " + transaction);
      }
      if (transaction.outcome() == Outcome.REFUSED && present > 0) {
        violations.add("applied although refused: " + transaction);
      }
    }
    Set<String> known = new HashSet<>();
    log.forEach(transaction -> known.add(transaction.id()));
    histories.forEach(
        (table, history) -> {
          for (String id : history) {
            if (!known.contains(id)) {
              violations.add("nobody sent " + id + " in " + table);
            }
          }
        });
    return new Report(
        counts.getOrDefault(Outcome.COMMITTED, 0),
        counts.getOrDefault(Outcome.REFUSED, 0),
        counts.getOrDefault(Outcome.UNKNOWN, 0),
        observer.observations(),
        violations);
  }
}
