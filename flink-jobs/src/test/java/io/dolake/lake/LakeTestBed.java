package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.check.FaultyHttpProxy;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.writer.CompactionPolicy;
import io.dolake.lake.writer.CompactionShare;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The topology on Flink's mini cluster with what is around it: a database model that feeds it, our
 * catalog behind a proxy that can spoil commits, and a reader of the lake.
 */
final class LakeTestBed implements AutoCloseable {
  static final int ACCOUNTS = 1;
  static final int ENTRIES = 2;
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final CatalogServer catalog;
  private final String databaseName = UUID.randomUUID().toString();
  final FaultyHttpProxy proxy;
  final LakeReader reader;
  final TestDatabase database = new TestDatabase();

  LakeTestBed(Path directory) throws Exception {
    this.directory = directory;
    Files.createDirectories(directory.resolve("catalog"));
    catalog = new CatalogServer(CatalogConfig.embedded(directory.resolve("catalog")));
    catalog.start();
    proxy = new FaultyHttpProxy(catalog.uri(), "/transactions/commit");
    reader = new LakeReader(catalog.uri().toString());
    TestFeedSource.register(databaseName, database);
  }

  JobClient startJob(int parallelism, Consumer<LakeJobConfigBuilder> changes) throws Exception {
    return startJob(parallelism, null, changes);
  }

  /**
   * @param savepoint where the job goes on, or null for the beginning
   */
  JobClient startJob(int parallelism, String savepoint, Consumer<LakeJobConfigBuilder> changes)
      throws Exception {
    return environment(parallelism, savepoint, changes).executeAsync("lake test");
  }

  /** A job that goes on from a savepoint and ends when it fails. */
  JobClient startJobOfOneAttempt(String savepoint) throws Exception {
    Configuration once = new Configuration();
    once.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env = environment(1, savepoint, config -> {});
    env.configure(once);
    return env.executeAsync("lake test");
  }

  @SuppressWarnings("deprecation") // the simplest source that stands between two records
  private StreamExecutionEnvironment environment(
      int parallelism, String savepoint, Consumer<LakeJobConfigBuilder> changes) {
    Configuration flink = new Configuration();
    if (savepoint != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
    LakeJobConfigBuilder config =
        LakeJobConfig.builder(
                "localhost:1",
                proxy.uri(),
                directory.resolve("catalog/warehouse").toUri().toString())
            .commitInterval(Duration.ofMillis(200))
            .checkpointDirectory(directory.resolve("checkpoints").toUri().toString())
            .stateBackend(LakeJobConfig.StateBackendKind.HASHMAP);
    config.adoptionInterval(Duration.ofMillis(100));
    // Small, so that rows are moved all the time and in several steps.
    config.compaction(new CompactionPolicy(true, 4, 0.3, 0.2, 1, 40, CompactionShare.UNBOUNDED));
    changes.accept(config);
    new LakeJob(config.build())
        .build(
            env,
            env.addSource(new TestFeedSource(databaseName), "test feed")
                .uid("feed")
                .setParallelism(1)
                .map(new FaultyStep(databaseName))
                .uid("faults")
                .setParallelism(1));
    return env;
  }

  static TableDef accounts() {
    return TestTables.table(
        ACCOUNTS,
        1,
        "accounts",
        TestTables.key(1, "id", ColumnType.INTEGER),
        TestTables.column(2, "balance", ColumnType.INTEGER),
        TestTables.column(3, "note", ColumnType.TEXT));
  }

  static TableDef entries() {
    return TestTables.table(
        ENTRIES,
        1,
        "entries",
        TestTables.key(1, "id", ColumnType.TEXT),
        TestTables.column(2, "account", ColumnType.INTEGER),
        TestTables.column(3, "amount", ColumnType.decimal(12, 2)));
  }

  void awaitLake(String table) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              assertThat(reader.exists(table)).isTrue();
              NavigableMap<Long, Snapshot> cuts = LakeReader.cuts(reader.table(table));
              assertThat(cuts).isNotEmpty();
              assertThat(cuts.lastKey()).isEqualTo(database.lastTimestamp());
            });
  }

  /** Every cut that the lake keeps holds what the database held at that moment. */
  int verifyAllCuts() {
    int verified = 0;
    for (TestDatabase.TableState last : database.stateAt(Long.MAX_VALUE).values()) {
      Table table = reader.table(last.table().name());
      NavigableMap<Long, Snapshot> cuts = LakeReader.cuts(table);
      for (Map.Entry<Long, Snapshot> cut : cuts.entrySet()) {
        TestDatabase.TableState state =
            database.stateAt(cut.getKey()).get(last.table().id().value());
        assertThat(LakeReader.rows(table, cut.getValue(), state.table()))
            .as("%s at cut %d", last.table().name(), cut.getKey())
            .isEqualTo(LakeReader.expected(state));
        verified++;
      }
    }
    return verified;
  }

  void transfers(Random random, int transactions) {
    for (int i = 0; i < transactions; i++) {
      long id = random.nextInt(50);
      String entry = "e" + random.nextInt(200);
      boolean delete = random.nextInt(5) == 0;
      database.transact(
          () -> {
            if (delete) {
              database.delete(ACCOUNTS, id, null, null);
              database.delete(ENTRIES, entry, null, null);
            } else {
              long amount = random.nextInt(1000);
              database.put(ACCOUNTS, id, amount, "note " + amount);
              database.put(ENTRIES, entry, id, BigDecimal.valueOf(amount, 2));
            }
          });
    }
  }

  /** Creates the two tables that {@link #transfers} changes. */
  void createLedger() {
    database.transact(
        () -> {
          database.createTable(accounts());
          database.createTable(entries());
        });
  }

  /** Changes both tables a last time and waits until the lake has that. */
  void settle(Random random) {
    database.transact(
        () -> {
          database.put(ACCOUNTS, 1L, random.nextLong(), "last");
          database.put(ENTRIES, "last", 1L, BigDecimal.ZERO.setScale(2));
        });
    awaitLake("accounts");
    awaitLake("entries");
  }

  /** Lets the job die at the next change. */
  void crashAtNextChange() {
    FaultyStep.arm(databaseName);
  }

  /** Ends the job; gives the savepoint. */
  String stopWithSavepoint(JobClient job) throws Exception {
    return job.stopWithSavepoint(
            false,
            directory.resolve("savepoints").toUri().toString(),
            SavepointFormatType.CANONICAL)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    reader.close();
    proxy.close();
    catalog.close();
  }
}
