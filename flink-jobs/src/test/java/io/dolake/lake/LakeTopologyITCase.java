package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.check.FaultyHttpProxy;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.commit.MaintenanceSettings;
import io.dolake.lake.commit.SnapshotTiers;
import io.dolake.lake.writer.CommitTriggers;
import io.dolake.lake.writer.WriteLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.core.execution.JobClient;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole topology on Flink's mini cluster, against our catalog, fed from a database model. */
class LakeTopologyITCase {
  @TempDir Path directory;

  private LakeTestBed bed;
  private TestDatabase database;
  private LakeReader reader;

  @BeforeEach
  void start() throws Exception {
    bed = new LakeTestBed(directory);
    database = bed.database;
    reader = bed.reader;
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  @Test
  void insertsUpdatesAndDeletesOfSeveralTablesAreReadBackAtEveryCut() throws Exception {
    bed.createLedger();
    JobClient job = bed.startJob(2, config -> {});
    try {
      Random random = new Random(42);
      for (int round = 1; round <= 5; round++) {
        bed.transfers(random, 200);
        bed.settle(random);
      }
      assertThat(bed.verifyAllCuts()).isGreaterThanOrEqualTo(10);
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
    bed.createLedger();
    JobClient job = bed.startJob(1 + random.nextInt(2), config -> {});
    try {
      for (int round = 0; round < 12; round++) {
        switch (random.nextInt(6)) {
          case 0 -> bed.crashAtNextChange();
          case 1 -> bed.proxy.failNext(FaultyHttpProxy.Fault.REFUSED);
          case 2 -> bed.proxy.failNext(FaultyHttpProxy.Fault.ANSWER_LOST);
          case 3 -> bed.proxy.failNext(FaultyHttpProxy.Fault.APPLIED_LATE);
          case 4 -> {
            bed.proxy.failNext(
                FaultyHttpProxy.Fault.values()[
                    random.nextInt(FaultyHttpProxy.Fault.values().length)]);
            bed.crashAtNextChange();
          }
          default -> {
            // a quiet round
          }
        }
        bed.transfers(random, 50 + random.nextInt(100));
        if (random.nextBoolean()) {
          long expected = database.lastTimestamp();
          await()
              .atMost(LakeTestBed.PATIENCE)
              .until(
                  () ->
                      reader.exists("accounts")
                          && !LakeReader.cuts(reader.table("accounts"))
                              .tailMap(expected - (20L << 16), true)
                              .isEmpty());
        }
      }
      bed.settle(random);
      assertThat(bed.verifyAllCuts()).isPositive();
      SnapshotInvariants.check(reader.table("accounts"));
      SnapshotInvariants.check(reader.table("entries"));
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void jobGoesOnFromSavepointsAtAnyParallelismAndStateBackend() throws Exception {
    bed.createLedger();
    Random random = new Random(11);
    String savepoint = null;
    for (int parallelism : new int[] {2, 3, 1}) {
      bed.transfers(random, 100);
      LakeJobConfig.StateBackendKind backend =
          parallelism == 3
              ? LakeJobConfig.StateBackendKind.ROCKSDB
              : LakeJobConfig.StateBackendKind.HASHMAP;
      JobClient job = bed.startJob(parallelism, savepoint, config -> config.stateBackend(backend));
      bed.transfers(random, 100);
      bed.settle(random);
      savepoint = bed.stopWithSavepoint(job);
    }
    assertThat(bed.verifyAllCuts()).isPositive();
    SnapshotInvariants.check(reader.table("accounts"));
    SnapshotInvariants.check(reader.table("entries"));
  }

  @Test
  void tablesOfFormatVersion2HaveOneFileOfPositionDeletesPerDataFile() throws Exception {
    bed.createLedger();
    Random random = new Random(17);
    String savepoint = null;
    // The second job has to read what the first one wrote.
    for (int parallelism : new int[] {2, 1}) {
      JobClient job =
          bed.startJob(
              parallelism,
              savepoint,
              config ->
                  config
                      .tableProperties(Map.of(TableProperties.FORMAT_VERSION, "2"))
                      .partitioning(Map.of("entries", "bucket(2, id)")));
      bed.transfers(random, 150);
      bed.settle(random);
      savepoint = bed.stopWithSavepoint(job);
    }
    assertThat(bed.verifyAllCuts()).isPositive();
    for (String name : List.of("accounts", "entries")) {
      Table table = reader.table(name);
      assertThat(TableUtil.formatVersion(table)).isEqualTo(2);
      assertThat(table.properties()).doesNotContainKey(TableProperties.FORMAT_VERSION);
      assertThat(table.snapshots()).anyMatch(s -> !s.deleteManifests(table.io()).isEmpty());
      SnapshotInvariants.check(table);
    }
  }

  @Test
  void aTaskThatFailsWhileTheStoreRefusesToDeleteTakesNoTaskManagerWithIt() throws Exception {
    bed.createLedger();
    JobClient job =
        bed.startJob(
            2,
            config ->
                config
                    .ioProperties(
                        Map.of(CatalogProperties.FILE_IO_IMPL, UndeletableFiles.class.getName()))
                    // Writers have files open at all times.
                    .limits(new WriteLimits(1, 1 << 20, 1 << 20, 1_000, 8, 1 << 20, "zstd")));
    try {
      Random random = new Random(7);
      for (int crash = 0; crash < 3; crash++) {
        bed.transfers(random, 200);
        bed.settle(random);
        bed.transfers(random, 50);
        bed.crashAtNextChange();
      }
      bed.settle(random);
      assertThat(bed.verifyAllCuts()).isPositive();
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void manyChangesAreCommittedBeforeTheIntervalIsOver() throws Exception {
    bed.createLedger();
    JobClient job =
        bed.startJob(
            2,
            config ->
                config
                    .commitInterval(Duration.ofHours(1))
                    .commitTriggers(new CommitTriggers(40, 0)));
    try {
      // Every key gives each of the writers its part often enough, however they are dealt out.
      for (long id = 0; id < 200; id++) {
        long key = id;
        database.transact(() -> database.put(LakeTestBed.ACCOUNTS, key, 1L, "row"));
      }
      await()
          .atMost(LakeTestBed.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(reader.exists("accounts")).isTrue();
                assertThat(LakeReader.cuts(reader.table("accounts"))).isNotEmpty();
              });
      assertThat(bed.verifyAllCuts()).isPositive();
    } finally {
      job.cancel().get();
    }
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
        bed.startJob(
            1,
            config ->
                config.partitioning(
                    Map.of("every type", "month(stamp), bucket(3, id), truncate(2, text), flag")));
    try {
      for (int i = 0; i < 100; i++) {
        database.transact(() -> database.put(7, TestTables.randomRow(all, random)));
      }
      database.transact(() -> database.put(7, TestTables.nullRow(all, random)));
      bed.awaitLake("every type");
      bed.verifyAllCuts();
    } finally {
      job.cancel().get();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 3", "3, 2"})
  void schemaChangesTravelWithTheData(long seed, String formatVersion) throws Exception {
    Random random = new Random(seed);
    SchemaWorkload workload = new SchemaWorkload(database, random);
    JobClient job =
        bed.startJob(
            2,
            config ->
                config
                    .tableProperties(Map.of(TableProperties.FORMAT_VERSION, formatVersion))
                    .partitioning(
                        Map.of("t1", "bucket(2, name), bucket(2, id)", "t2", "bucket(3, amount)"))
                    .sorting(Map.of("t1", "amount desc, name", "t2", "name"))
                    .limits(new WriteLimits(20, 1 << 20, 1 << 20, 100_000, 4, 1 << 20, "zstd")));
    try {
      for (int round = 0; round < 40; round++) {
        workload.step();
        if (round % 5 == 0) {
          long seen = database.lastTimestamp();
          workload.touchAll();
          for (TestDatabase.TableState state : database.stateAt(Long.MAX_VALUE).values()) {
            await()
                .atMost(LakeTestBed.PATIENCE)
                .until(
                    () ->
                        reader.exists(state.table().name())
                            && !LakeReader.cuts(reader.table(state.table().name()))
                                .tailMap(seen, true)
                                .isEmpty());
          }
        }
        if (round == 20) {
          bed.crashAtNextChange();
        }
      }
      workload.touchAll();
      for (TestDatabase.TableState state : database.stateAt(Long.MAX_VALUE).values()) {
        bed.awaitLake(state.table().name());
      }
      assertThat(bed.verifyAllCuts()).isPositive();
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
    bed.createLedger();
    JobClient job =
        bed.startJob(
            1,
            config ->
                // The model's transactions are years old, so that only the newest snapshot stays.
                config.maintenance(
                    new MaintenanceSettings(
                        Duration.ofMillis(300), SnapshotTiers.DEFAULT, Duration.ZERO)));
    try {
      Random random = new Random(5);
      for (int round = 0; round < 5; round++) {
        bed.transfers(random, 50);
        database.transact(() -> database.put(LakeTestBed.ACCOUNTS, 1L, random.nextLong(), "last"));
        bed.awaitLake("accounts");
      }
      await()
          .atMost(LakeTestBed.PATIENCE)
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
      assertThat(bed.verifyAllCuts()).isPositive();
    } finally {
      job.cancel().get();
    }
  }

  /** By name only: a walk also opens what it finds, and expiry may just be deleting it. */
  private static List<Path> dataFilesOnDisk(Table table) throws Exception {
    try (Stream<Path> files =
        Files.list(Path.of(java.net.URI.create(table.location()).getPath(), "data"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }
}
