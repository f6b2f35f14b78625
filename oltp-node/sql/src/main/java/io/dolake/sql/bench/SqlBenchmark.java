package io.dolake.sql.bench;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlEngines;
import io.dolake.sql.SqlExpressionCompiler;
import io.dolake.sql.SqlSession;
import io.dolake.sql.session.Engine;
import io.dolake.storage.Durability;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What short statements cost embedded, on one thread: no network, commits handed to the operating
 * system but not synced. A round repeats the statement for a fixed number of times; as many rounds
 * again warm the JVM up first. Two figures tell what a statement takes: the mean of a round, of
 * which the median round is shown, and the median of all single statements, which leaves out what a
 * busy machine gives to others meanwhile. Each write waits for its commit, which the calling thread
 * runs itself where nothing is synced.
 *
 * <p>Goals, for the median statement: a point SELECT within 5 microseconds, a prepared INSERT
 * within 20.
 */
public final class SqlBenchmark implements Check {
  private static final int ROWS = 100_000;
  private static final int SELECTS_PER_ROUND = 100_000;
  private static final int WRITES_PER_ROUND = 10_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double SELECT_GOAL_MICROS = 5;
  private static final double INSERT_GOAL_MICROS = 20;

  /** One statement, run once with a random number below the number of rows. */
  private interface Operation {
    void run(long random);
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "cost of short statements inside the process: point reads, updates, inserts";
  }

  @Override
  public String help() {
    return "Runs point SELECT, UPDATE and INSERT on a table of "
        + ROWS
        + " rows, prepared and as text with literals.\n--rounds: measured rounds per statement.";
  }

  @Override
  public int defaultRounds() {
    return 9;
  }

  @Override
  public CheckResult run(CheckContext context) {
    StoreConfig config =
        StoreConfig.builder()
            .durability(Durability.OS)
            .expressionCompiler(new SqlExpressionCompiler())
            .build();
    try (ShardStore store = ShardStores.open(context.workDirectory().resolve("shard"), config);
        Engine engine = SqlEngines.create(store);
        SqlSession session = engine.openSession(SessionOptions.DEFAULT)) {
      load(session);
      Map<String, Object> values = new LinkedHashMap<>();
      measureAll(context, session, values);
      double hitRate = 100.0 * engine.cacheHits() / (engine.cacheHits() + engine.cacheMisses());
      values.put("cacheHitPercent", hitRate);
      double select = (double) values.get("selectPreparedMedianMicros");
      double insert = (double) values.get("insertPreparedMedianMicros");
      boolean passed = select <= SELECT_GOAL_MICROS && insert <= INSERT_GOAL_MICROS;
      return new CheckResult(
          passed,
          String.format(
              "point SELECT %.2f us (goal %.0f), INSERT %.2f us (goal %.0f), cache hits %.2f %%",
              select, SELECT_GOAL_MICROS, insert, INSERT_GOAL_MICROS, hitRate),
          values);
    }
  }

  private static void load(SqlSession session) {
    execute(
        session,
        "CREATE TABLE accounts (aid INTEGER PRIMARY KEY, bid INT, abalance INT, filler TEXT)");
    execute(
        session,
        "CREATE TABLE history (id INTEGER PRIMARY KEY, aid INT, delta INT, mtime TIMESTAMP)");
    try (var load = session.bulkLoad(null, "accounts", List.of())) {
      for (long aid = 0; aid < ROWS; aid++) {
        load.add(new Object[] {aid, aid % 10, 0L, "                    "});
      }
      load.finish().join();
    }
  }

  private static void measureAll(
      CheckContext context, SqlSession session, Map<String, Object> values) {
    PreparedSql select = session.prepare("SELECT abalance FROM accounts WHERE aid = $1", List.of());
    measure(
        context,
        values,
        "selectPrepared",
        SELECTS_PER_ROUND,
        random -> {
          try (SqlCursor cursor = session.execute(select, random)) {
            if (!cursor.next()) {
              throw new IllegalStateException("account " + random + " is missing");
            }
            cursor.value(0);
          }
        });
    measure(
        context,
        values,
        "selectText",
        SELECTS_PER_ROUND,
        random -> execute(session, "SELECT abalance FROM accounts WHERE aid = " + random));
    PreparedSql update =
        session.prepare("UPDATE accounts SET abalance = abalance + $1 WHERE aid = $2", List.of());
    measure(
        context,
        values,
        "updatePrepared",
        WRITES_PER_ROUND,
        random -> write(session, update, 1L, random));
    PreparedSql insert =
        session.prepare(
            "INSERT INTO history (aid, delta, mtime) VALUES ($1, $2, CURRENT_TIMESTAMP)",
            List.of());
    measure(
        context,
        values,
        "insertPrepared",
        WRITES_PER_ROUND,
        random -> write(session, insert, random, 1L));
    PreparedSql begin = session.prepare("BEGIN", List.of());
    PreparedSql commit = session.prepare("COMMIT", List.of());
    measure(
        context,
        values,
        "insertInTransaction",
        WRITES_PER_ROUND / 10,
        random -> {
          write(session, begin);
          for (int i = 0; i < 10; i++) {
            write(session, insert, random, 1L);
          }
          write(session, commit);
        });
  }

  private static void write(SqlSession session, PreparedSql statement, Object... parameters) {
    try (SqlCursor cursor = session.execute(statement, parameters)) {
      cursor.durable().join();
    }
  }

  private static void execute(SqlSession session, String sql) {
    try (SqlCursor cursor = session.execute(session.prepare(sql, List.of()))) {
      while (cursor.next()) {
        cursor.value(0);
      }
    }
  }

  private static void measure(
      CheckContext context,
      Map<String, Object> values,
      String name,
      int perRound,
      Operation operation) {
    Random random = new Random(context.seed());
    double[] micros = new double[context.rounds()];
    double[] cpuMicros = new double[context.rounds()];
    long[] nanos = new long[perRound * context.rounds()];
    for (int round = -micros.length; round < micros.length; round++) {
      int first = Math.max(0, round) * perRound;
      long cpuStart = THREADS.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      long before = start;
      for (int i = 0; i < perRound; i++) {
        operation.run(random.nextInt(ROWS));
        long after = System.nanoTime();
        nanos[first + i] = after - before;
        before = after;
      }
      if (round >= 0) {
        micros[round] = (before - start) / 1e3 / perRound;
        cpuMicros[round] = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e3 / perRound;
      }
    }
    double median = median(nanos) / 1e3;
    double mean = median(micros);
    values.put(name + "MedianMicros", median);
    values.put(name + "Micros", mean);
    values.put(name + "CpuMicros", median(cpuMicros));
    context
        .progress()
        .printf(
            "%-20s median %.2f us, mean %.2f us (fastest round %.2f, slowest %.2f;"
                + " processor time of the caller %.2f)%n",
            name, median, mean, micros[0], micros[micros.length - 1], median(cpuMicros));
  }

  /** Sorts the values. */
  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Sorts the values. */
  private static double median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
