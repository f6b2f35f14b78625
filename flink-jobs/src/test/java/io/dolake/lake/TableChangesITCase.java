package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.check.FaultyHttpProxy;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.commit.MaintenanceSettings;
import io.dolake.lake.commit.SnapshotTiers;
import io.dolake.lake.schema.PartitionText;
import io.dolake.lake.writer.CompactionPolicy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.flink.core.execution.JobClient;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a table that the files which are there do not fit. */
class TableChangesITCase {
  private static final ColumnDef ID = TestTables.key(1, "id", ColumnType.INTEGER);
  private static final ColumnDef BALANCE = TestTables.column(2, "balance", ColumnType.INTEGER);
  private static final ColumnDef NOTE = TestTables.column(3, "note", ColumnType.TEXT);

  private static final Duration LONG = Duration.ofDays(36_500);

  @TempDir Path directory;

  private final Random random = new Random(11);
  private LakeTestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new LakeTestBed(directory);
    bed.createLedger();
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  private JobClient startJob(String savepoint, String formatVersion, String partitioning)
      throws Exception {
    return bed.startJob(
        2,
        savepoint,
        config ->
            config
                .tableProperties(Map.of(TableProperties.FORMAT_VERSION, formatVersion))
                .partitioning(Map.of("accounts", partitioning))
                .compaction(CompactionPolicy.OFF)); // it would hide what is not written again
  }

  private Table accounts() {
    return bed.reader.table("accounts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void rowsHaveTheirValueOfANewColumnAtOnce(String formatVersion) throws Exception {
    JobClient job = startJob(null, formatVersion, "");
    bed.transfers(random, 50);
    bed.settle(random);

    BigDecimal price = new BigDecimal("1.50");
    ColumnDef kind = TestTables.column(4, "kind", ColumnType.TEXT);
    ColumnDef newPrice = TestTables.column(5, "price", ColumnType.decimal(8, 2));
    bed.database.transact(
        () -> {
          // As ALTER TABLE does it: the rows' values come with a version of their own.
          version(
              "accounts",
              row -> TestTables.append(TestTables.append(row, "added"), price),
              ID,
              BALANCE,
              NOTE,
              kind,
              newPrice);
          version(
              "accounts",
              row -> row,
              ID,
              BALANCE,
              NOTE,
              TestTables.withDefault(kind, "added"),
              TestTables.withDefault(newPrice, price));
        });
    bed.database.transact(
        () -> bed.database.put(LakeTestBed.ACCOUNTS, 1L, 2L, "note", "its own", price));
    bed.awaitLake("accounts");

    assertThat(bed.verifyAllCuts()).isPositive();
    assertThat(TableUtil.formatVersion(accounts())).isEqualTo(Integer.parseInt(formatVersion));
    Types.NestedField added = accounts().schema().findField("kind");
    assertThat(added.initialDefault()).isEqualTo(formatVersion.equals("3") ? "added" : null);
    assertThat(accounts().schema().findField("price").initialDefault())
        .as("Spark fails on such a column")
        .isNull();
    SnapshotInvariants.check(accounts());
    job.cancel().get();
  }

  @Test
  void newColumnsBelongToACutEvenIfNoRowChanges() throws Exception {
    JobClient job = startJob(null, "3", "");
    bed.transfers(random, 20);
    bed.settle(random);
    Snapshot before = accounts().currentSnapshot();

    alter(
        "accounts",
        row -> TestTables.append(row, "added"),
        ID,
        BALANCE,
        NOTE,
        TestTables.withDefault(TestTables.column(4, "kind", ColumnType.TEXT), "added"));
    bed.awaitLake("accounts");

    Table table = accounts();
    assertThat(table.schemas().get(before.schemaId()).findField("kind")).isNull();
    assertThat(table.schemas().get(table.currentSnapshot().schemaId()).findField("kind"))
        .isNotNull();
    assertThat(table.currentSnapshot().parentId()).isEqualTo(before.snapshotId());
    assertThat(bed.verifyAllCuts()).isPositive();
    SnapshotInvariants.check(table);
    job.cancel().get();
  }

  @ParameterizedTest
  @EnumSource(FaultyHttpProxy.Fault.class)
  void stepsWithoutRowsAreCommittedOnceWhateverHappensToTheRequest(FaultyHttpProxy.Fault fault)
      throws Exception {
    JobClient job = startJob(null, "3", "");
    bed.transfers(random, 20);
    bed.settle(random);

    bed.proxy.failNext(fault);
    bed.database.transact(() -> bed.database.truncateTable(LakeTestBed.ACCOUNTS));
    bed.awaitLake("accounts");
    bed.proxy.failNext(fault);
    alter("accounts", row -> Arrays.copyOf(row, 2), ID, BALANCE);
    bed.awaitLake("accounts");
    bed.database.transact(() -> bed.database.put(LakeTestBed.ACCOUNTS, 1L, 2L));
    bed.awaitLake("accounts");

    assertThat(bed.verifyAllCuts()).isPositive();
    Set<String> commits = new HashSet<>();
    for (Snapshot snapshot : accounts().snapshots()) {
      assertThat(commits.add(snapshot.summary().get("dolake.commit-id") + snapshot.operation()))
          .as("committed once: %s", snapshot)
          .isTrue();
    }
    job.cancel().get();
  }

  @Test
  void aTableThatCannotBeWrittenAgainHasItsDefaultsInTheMetadata() throws Exception {
    int tableId = 9;
    ColumnDef anyKey = TestTables.key(1, "k", ColumnType.ANY);
    ColumnDef price = TestTables.column(2, "price", ColumnType.decimal(8, 2));
    bed.database.transact(
        () -> {
          bed.database.createTable(TestTables.table(tableId, 1, "loose", anyKey));
          bed.database.put(tableId, "a");
          bed.database.put(tableId, "b");
        });
    JobClient job = startJob(null, "3", "");
    bed.awaitLake("loose");

    BigDecimal value = new BigDecimal("1.50");
    bed.database.transact(
        () -> {
          bed.database.alterTable(
              TestTables.table(tableId, 2, "loose", anyKey, TestTables.withDefault(price, value)),
              row -> TestTables.append(row, value));
          bed.database.put(tableId, "b", null);
        });
    bed.awaitLake("loose");

    Types.NestedField field = bed.reader.table("loose").schema().findField("price");
    assertThat(field.initialDefault()).isEqualTo(value);
    assertThat(bed.verifyAllCuts()).isPositive();
    job.cancel().get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void aPartitioningGoesWithRenamedNamesAndOnWithoutADroppedColumn(String formatVersion)
      throws Exception {
    String terms = "bucket(2, id), truncate(6, note)";
    JobClient job = startJob(null, formatVersion, terms);
    bed.transfers(random, 50);
    bed.settle(random);
    assertThat(PartitionText.canonical(accounts().spec())).isEqualTo("bucket[2]:1;truncate[6]:3;");

    ColumnDef text = TestTables.column(3, "text", ColumnType.TEXT);
    alter("konten", row -> row, ID, BALANCE, text);
    bed.transfers(random, 50);
    bed.awaitLake("konten");
    Table table = bed.reader.table("konten");
    assertThat(PartitionText.canonical(table.spec())).isEqualTo("bucket[2]:1;truncate[6]:3;");
    String savepoint = bed.stopWithSavepoint(job);
    job = startJob(savepoint, formatVersion, terms);

    alter("konten", row -> Arrays.copyOf(row, 2), ID, BALANCE);
    for (long id = 0; id < 30; id++) {
      long key = id;
      bed.database.transact(() -> bed.database.put(LakeTestBed.ACCOUNTS, key, random.nextLong()));
    }
    bed.awaitLake("konten");

    table = bed.reader.table("konten");
    assertThat(PartitionText.canonical(table.spec())).isEqualTo("bucket[2]:1;");
    assertThat(table.schema().columns()).hasSize(2);
    assertThat(filesBy(table, table.spec())).isPositive().isEqualTo(files(table));
    assertThat(bed.verifyAllCuts()).isPositive();
    SnapshotInvariants.check(table);
    job.cancel().get();
  }

  @Test
  void theSpecOfADroppedColumnGoesWithTheSnapshotsFromBefore() throws Exception {
    JobClient job =
        bed.startJob(
            1,
            config ->
                config
                    .partitioning(Map.of("accounts", "truncate(6, note)"))
                    .maintenance(
                        new MaintenanceSettings(
                            Duration.ofMillis(300),
                            new SnapshotTiers(Duration.ofSeconds(1), LONG, LONG, LONG),
                            Duration.ZERO)));
    bed.transfers(random, 50);
    bed.settle(random);
    alter("accounts", row -> Arrays.copyOf(row, 2), ID, BALANCE);
    bed.database.transact(() -> bed.database.put(LakeTestBed.ACCOUNTS, 1L, 2L));
    bed.awaitLake("accounts");

    // The lists of the snapshot that removed the files still name them.
    bed.database.transact(() -> bed.database.put(LakeTestBed.ACCOUNTS, 2L, 3L));
    bed.awaitLake("accounts");

    await().atMost(LakeTestBed.PATIENCE).until(() -> accounts().specs().size() == 1);

    assertThat(accounts().spec().isUnpartitioned()).isTrue();
    bed.database.transact(() -> bed.database.put(LakeTestBed.ACCOUNTS, 3L, 4L));
    bed.awaitLake("accounts");
    assertThat(bed.verifyAllCuts()).isPositive();
    job.cancel().get();
  }

  @Test
  void aPartitionColumnMayBeDroppedBeforeTheFirstCommit() throws Exception {
    bed.transfers(random, 20);
    alter("accounts", row -> Arrays.copyOf(row, 2), ID, BALANCE);
    bed.database.transact(() -> bed.database.put(LakeTestBed.ACCOUNTS, 1L, 2L));

    JobClient job = startJob(null, "3", "truncate(6, note), bucket(2, balance)");
    bed.awaitLake("accounts");

    assertThat(PartitionText.canonical(accounts().spec())).isEqualTo("bucket[2]:2;");
    assertThat(bed.verifyAllCuts()).isPositive();
    job.cancel().get();
  }

  @Test
  void anEmptyTableIsPartitionedToo() throws Exception {
    JobClient job = startJob(null, "3", "\"note\"");
    bed.database.transact(() -> bed.database.put(LakeTestBed.ENTRIES, "e", 1L, BigDecimal.ONE));
    bed.awaitLake("entries");

    assertThat(PartitionText.canonical(accounts().spec())).isEqualTo("identity:3;");
    assertThat(accounts().specs()).hasSize(1);
    assertThat(accounts().currentSnapshot()).as("its columns belong to a cut").isNotNull();
    job.cancel().get();
  }

  private static long files(Table table) throws Exception {
    return filesBy(table, null);
  }

  /** Data files of the newest snapshot, all or those by a spec. */
  private static long filesBy(Table table, PartitionSpec spec) throws Exception {
    long files = 0;
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(Expressions.alwaysTrue()).planFiles()) {
      for (FileScanTask task : tasks) {
        files += spec == null || task.file().specId() == spec.specId() ? 1 : 0;
      }
    }
    return files;
  }

  /** Gives the accounts another name, or other columns. */
  private void alter(String name, UnaryOperator<Object[]> conversion, ColumnDef... columns) {
    bed.database.transact(() -> version(name, conversion, columns));
  }

  private void version(String name, UnaryOperator<Object[]> conversion, ColumnDef... columns) {
    TableDef old = bed.database.table(LakeTestBed.ACCOUNTS);
    TableDef next = TestTables.table(LakeTestBed.ACCOUNTS, old.schemaVersion() + 1, name, columns);
    bed.database.alterTable(next, conversion);
  }
}
