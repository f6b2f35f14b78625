package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.check.FaultyHttpProxy;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.commit.MaintenanceSettings;
import io.dolake.lake.commit.SnapshotTiers;
import io.dolake.lake.writer.CompactionPolicy;
import io.dolake.lake.writer.WriteLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole topology on Flink's mini cluster, against our catalog, fed from a database model. */
class LakeTopologyITCase {
  private static final int ACCOUNTS = 1;
  private static final int ENTRIES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;

  private CatalogServer catalog;
  private FaultyHttpProxy proxy;
  private LakeReader reader;
  private TestDatabase database;
  private String databaseName;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(directory.resolve("catalog"));
    catalog = new CatalogServer(CatalogConfig.embedded(directory.resolve("catalog")));
    catalog.start();
    proxy = new FaultyHttpProxy(catalog.uri(), "/transactions/commit");
    reader = new LakeReader(catalog.uri().toString());
    database = new TestDatabase();
    databaseName = UUID.randomUUID().toString();
    TestFeedSource.register(databaseName, database);
  }

  @AfterEach
  void stop() throws Exception {
    reader.close();
    proxy.close();
    catalog.close();
  }

  private JobClient startJob(int parallelism, Consumer<LakeJobConfigBuilder> changes)
      throws Exception {
    return startJob(parallelism, null, changes);
  }

  /**
   * @param savepoint where the job goes on, or null for the beginning
   */
  @SuppressWarnings("deprecation") // the simplest source that stands between two records
  private JobClient startJob(
      int parallelism, String savepoint, Consumer<LakeJobConfigBuilder> changes) throws Exception {
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
    // Small, so that rows are moved all the time and in several steps.
    config.compaction(new CompactionPolicy(true, 4, 0.3, 0.2, 1, 40, 1, 100_000));
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
    return env.executeAsync("lake test");
  }

  private static TableDef accounts() {
    return TestTables.table(
        ACCOUNTS,
        1,
        "accounts",
        TestTables.key(1, "id", ColumnType.INTEGER),
        TestTables.column(2, "balance", ColumnType.INTEGER),
        TestTables.column(3, "note", ColumnType.TEXT));
  }

  private static TableDef entries() {
    return TestTables.table(
        ENTRIES,
        1,
        "entries",
        TestTables.key(1, "id", ColumnType.TEXT),
        TestTables.column(2, "account", ColumnType.INTEGER),
        TestTables.column(3, "amount", ColumnType.decimal(12, 2)));
  }

  private void awaitLake(String table) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              assertThat(reader.exists(table)).isTrue();
              assertThat(LakeReader.cuts(reader.table(table)).lastKey())
                  .isEqualTo(database.lastTimestamp());
            });
  }

  /** Every cut that the lake keeps holds what the database held at that moment. */
  private int verifyAllCuts() {
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

  private void transfers(Random random, int transactions) {
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
              database.put(ENTRIES, entry, id, java.math.BigDecimal.valueOf(amount, 2));
            }
          });
    }
  }

  @Test
  void insertsUpdatesAndDeletesOfSeveralTablesAreReadBackAtEveryCut() throws Exception {
    database.transact(
        () -> {
          database.createTable(accounts());
          database.createTable(entries());
        });
    JobClient job = startJob(2, config -> {});
    try {
      Random random = new Random(42);
      for (int round = 1; round <= 5; round++) {
        transfers(random, 200);
        database.transact(
            () -> {
              database.put(ACCOUNTS, 1L, random.nextLong(), "last");
              database.put(ENTRIES, "last", 1L, java.math.BigDecimal.ZERO.setScale(2));
            });
        awaitLake("accounts");
        awaitLake("entries");
      }
      assertThat(verifyAllCuts()).isGreaterThanOrEqualTo(10);
      assertThat(List.copyOf(reader.table("accounts").schema().identifierFieldIds()))
          .containsExactly(1);
      assertThat(reader.table("accounts").snapshots())
          .as("rows were moved together")
          .anyMatch(snapshot -> snapshot.operation().equals("replace"));
    } finally {
      job.cancel().get();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyCutIsExactWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    database.transact(
        () -> {
          database.createTable(accounts());
          database.createTable(entries());
        });
    JobClient job = startJob(1 + random.nextInt(2), config -> {});
    try {
      for (int round = 0; round < 12; round++) {
        switch (random.nextInt(6)) {
          case 0 -> FaultyStep.arm(databaseName);
          case 1 -> proxy.failNext(FaultyHttpProxy.Fault.REFUSED);
          case 2 -> proxy.failNext(FaultyHttpProxy.Fault.ANSWER_LOST);
          case 3 -> proxy.failNext(FaultyHttpProxy.Fault.APPLIED_LATE);
          case 4 -> {
            proxy.failNext(
                FaultyHttpProxy.Fault.values()[
                    random.nextInt(FaultyHttpProxy.Fault.values().length)]);
            FaultyStep.arm(databaseName);
          }
          default -> {
            // a quiet round
          }
        }
        transfers(random, 50 + random.nextInt(100));
        if (random.nextBoolean()) {
          long expected = database.lastTimestamp();
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      reader.exists("accounts")
                          && !LakeReader.cuts(reader.table("accounts"))
                              .tailMap(expected - (20L << 16), true)
                              .isEmpty());
        }
      }
      database.transact(
          () -> {
            database.put(ACCOUNTS, 1L, random.nextLong(), "last");
            database.put(ENTRIES, "last", 1L, java.math.BigDecimal.ZERO.setScale(2));
          });
      awaitLake("accounts");
      awaitLake("entries");
      assertThat(verifyAllCuts()).isPositive();
      SnapshotInvariants.check(reader.table("accounts"));
      SnapshotInvariants.check(reader.table("entries"));
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void jobGoesOnFromSavepointsAtAnyParallelismAndStateBackend() throws Exception {
    database.transact(
        () -> {
          database.createTable(accounts());
          database.createTable(entries());
        });
    Random random = new Random(11);
    String savepoint = null;
    for (int parallelism : new int[] {2, 3, 1}) {
      transfers(random, 100);
      LakeJobConfig.StateBackendKind backend =
          parallelism == 3
              ? LakeJobConfig.StateBackendKind.ROCKSDB
              : LakeJobConfig.StateBackendKind.HASHMAP;
      JobClient job = startJob(parallelism, savepoint, config -> config.stateBackend(backend));
      transfers(random, 100);
      database.transact(
          () -> {
            database.put(ACCOUNTS, 1L, random.nextLong(), "last");
            database.put(ENTRIES, "last", 1L, java.math.BigDecimal.ZERO.setScale(2));
          });
      awaitLake("accounts");
      awaitLake("entries");
      savepoint =
          job.stopWithSavepoint(
                  false,
                  directory.resolve("savepoints").toUri().toString(),
                  SavepointFormatType.CANONICAL)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(verifyAllCuts()).isPositive();
    SnapshotInvariants.check(reader.table("accounts"));
    SnapshotInvariants.check(reader.table("entries"));
  }

  @Test
  void everyTypeIsReadBackExactly() throws Exception {
    TableDef all =
        TestTables.table(
            7,
            1,
            "every type",
            TestTables.key(1, "id", ColumnType.UUID),
            TestTables.column(2, "flag", ColumnType.BOOLEAN),
            TestTables.column(3, "number", ColumnType.INTEGER),
            TestTables.column(4, "real", ColumnType.REAL),
            TestTables.column(5, "small", ColumnType.decimal(9, 3)),
            TestTables.column(6, "middle", ColumnType.decimal(18, 0)),
            TestTables.column(7, "large", ColumnType.decimal(38, 10)),
            TestTables.column(8, "text", ColumnType.TEXT),
            TestTables.column(9, "bytes", ColumnType.BLOB),
            TestTables.column(10, "day", ColumnType.DATE),
            TestTables.column(11, "time", ColumnType.TIME),
            TestTables.column(12, "stamp", ColumnType.TIMESTAMP),
            TestTables.column(13, "instant", ColumnType.TIMESTAMPTZ),
            TestTables.column(14, "json", ColumnType.JSON),
            TestTables.column(15, "any", ColumnType.ANY));
    Random random = new Random(7);
    database.transact(() -> database.createTable(all));
    JobClient job =
        startJob(
            1,
            config ->
                config.partitioning(
                    Map.of("every type", "month(stamp), bucket(3, id), truncate(2, text), flag")));
    try {
      for (int i = 0; i < 100; i++) {
        database.transact(() -> database.put(7, TestTables.randomRow(all, random)));
      }
      database.transact(() -> database.put(7, TestTables.nullRow(all, random)));
      awaitLake("every type");
      verifyAllCuts();
    } finally {
      job.cancel().get();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void schemaChangesTravelWithTheData(long seed) throws Exception {
    Random random = new Random(seed);
    SchemaWorkload workload = new SchemaWorkload(database, random);
    JobClient job =
        startJob(
            2,
            config ->
                config
                    .partitioning(Map.of("t1", "bucket(2, id)"))
                    .limits(new WriteLimits(20, 1 << 20, 1 << 20, 4, "zstd")));
    try {
      for (int round = 0; round < 40; round++) {
        workload.step();
        if (round % 5 == 0) {
          long seen = database.lastTimestamp();
          workload.touchAll();
          for (TestDatabase.TableState state : database.stateAt(Long.MAX_VALUE).values()) {
            await()
                .atMost(PATIENCE)
                .until(
                    () ->
                        reader.exists(state.table().name())
                            && !LakeReader.cuts(reader.table(state.table().name()))
                                .tailMap(seen, true)
                                .isEmpty());
          }
        }
        if (round == 20) {
          FaultyStep.arm(databaseName);
        }
      }
      workload.touchAll();
      for (TestDatabase.TableState state : database.stateAt(Long.MAX_VALUE).values()) {
        awaitLake(state.table().name());
      }
      assertThat(verifyAllCuts()).isPositive();
      assertThat(reader.catalog().listTables(org.apache.iceberg.catalog.Namespace.of("main")))
          .extracting(org.apache.iceberg.catalog.TableIdentifier::name)
          .containsExactlyInAnyOrderElementsOf(
              database.stateAt(Long.MAX_VALUE).values().stream()
                  .map(state -> state.table().name())
                  .toList());
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void oldSnapshotsGoAndTheirFilesWithThem() throws Exception {
    database.transact(
        () -> {
          database.createTable(accounts());
          database.createTable(entries());
        });
    JobClient job =
        startJob(
            1,
            config ->
                // The model's transactions are years old, so that only the newest snapshot stays.
                config.maintenance(
                    new MaintenanceSettings(
                        Duration.ofMillis(300), SnapshotTiers.DEFAULT, Duration.ZERO)));
    try {
      Random random = new Random(5);
      for (int round = 0; round < 5; round++) {
        transfers(random, 50);
        database.transact(() -> database.put(ACCOUNTS, 1L, random.nextLong(), "last"));
        awaitLake("accounts");
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Table table = reader.table("accounts");
                assertThat(table.snapshots()).hasSize(1);
                assertThat(dataFilesOnDisk(table))
                    .hasSize(
                        (int)
                            StreamSupport.stream(table.newScan().planFiles().spliterator(), false)
                                .count());
              });
      assertThat(verifyAllCuts()).isPositive();
    } finally {
      job.cancel().get();
    }
  }

  private static List<Path> dataFilesOnDisk(Table table) throws Exception {
    try (Stream<Path> files =
        Files.walk(Path.of(java.net.URI.create(table.location()).getPath()))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }
}
