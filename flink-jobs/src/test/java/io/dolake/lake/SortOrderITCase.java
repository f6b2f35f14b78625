package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.schema.SortText;
import io.dolake.lake.writer.CompactionPolicy;
import io.dolake.lake.writer.WriteLimits;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.core.execution.JobClient;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose files are to have their rows in a configured order. */
class SortOrderITCase {
  /** So small that rows are written several times between two commits. */
  private static final WriteLimits SMALL =
      new WriteLimits(20, 1 << 20, 1 << 20, 100_000, 4, 1 << 20, "zstd");

  @TempDir Path directory;

  private LakeTestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new LakeTestBed(directory);
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  private Table table(String name) {
    return bed.reader.table(name);
  }

  private String orderOf(String name) {
    return SortText.canonical(table(name).sortOrder());
  }

  /** Such a job would otherwise be restarted for ever, in vain. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "balence | note | sort term 'balence' names no column of main.accounts. ",
        "balance | bucket(2, notes) | partition term 'bucket(2, notes)' names no column",
      })
  void termsThatNameNoColumnEndTheJob(String sorting, String partitioning, String message)
      throws Exception {
    bed.createLedger();
    bed.transfers(new Random(1), 10);

    JobClient job =
        bed.startJob(
            1,
            config ->
                config
                    .sorting(Map.of("accounts", sorting))
                    .partitioning(Map.of("accounts", partitioning)));

    assertThatThrownBy(() -> job.getJobExecutionResult().get(1, TimeUnit.MINUTES))
        .hasStackTraceContaining("[CONFIGURATION_INVALID] " + message);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void newFilesAreInTheOrderThatIsConfiguredWhateverHappens(long seed) throws Exception {
    Random random = new Random(seed);
    bed.createLedger();
    JobClient unsorted = bed.startJob(2, config -> config.limits(SMALL));
    bed.transfers(random, 100);
    bed.settle(random);
    String savepoint = bed.stopWithSavepoint(unsorted);
    assertThat(table("accounts").sortOrder().isUnsorted()).isTrue();
    Set<String> oldAccounts = SortedFiles.paths(table("accounts"));
    Set<String> oldEntries = SortedFiles.paths(table("entries"));
    long unsortedUntil = table("accounts").currentSnapshot().sequenceNumber();

    JobClient sorted =
        bed.startJob(
            1 + (int) (seed % 2),
            savepoint,
            config ->
                config
                    .limits(SMALL)
                    .partitioning(Map.of("entries", "bucket(2, id)"))
                    .sorting(
                        Map.of(
                            "accounts", "balance desc, note",
                            "Main.Entries", "truncate(2, id), amount nulls last")));
    for (int round = 0; round < 4; round++) {
      bed.transfers(random, 120);
      if (round % 2 == 1) {
        bed.crashAtNextChange();
      }
      bed.settle(random);
      SortedFiles.check(table("accounts"), oldAccounts);
      SortedFiles.check(table("entries"), oldEntries);
    }
    assertThat(orderOf("accounts"))
        .isEqualTo("identity:2:DESC:NULLS LAST;identity:3:ASC:NULLS FIRST;");
    assertThat(orderOf("entries"))
        .isEqualTo("truncate[2]:1:ASC:NULLS FIRST;identity:3:ASC:NULLS LAST;");
    assertThat(table("accounts").snapshots())
        .as("rows were moved together")
        .anyMatch(
            snapshot ->
                snapshot.sequenceNumber() > unsortedUntil
                    && snapshot.operation().equals("replace"));
    savepoint = bed.stopWithSavepoint(sorted);
    Set<String> sortedAccounts = SortedFiles.paths(table("accounts"));
    Set<String> sortedEntries = SortedFiles.paths(table("entries"));

    JobClient other =
        bed.startJob(
            2, savepoint, config -> config.limits(SMALL).sorting(Map.of("accounts", "note")));
    bed.transfers(random, 120);
    bed.settle(random);
    SortedFiles.check(table("accounts"), sortedAccounts);
    SortedFiles.check(table("entries"), sortedEntries);
    assertThat(table("entries").sortOrder().isUnsorted()).isTrue();
    assertThat(bed.verifyAllCuts()).isPositive();
    SnapshotInvariants.check(table("accounts"));
    SnapshotInvariants.check(table("entries"));
    other.cancel().get();
  }

  @Test
  void anOrderGoesWithARenamedColumnAndOnWithoutADroppedOne() throws Exception {
    bed.createLedger();
    Random random = new Random(3);
    Consumer<LakeJobConfigBuilder> order =
        config -> config.sorting(Map.of("accounts", "note desc, balance"));
    JobClient job = bed.startJob(1, order);
    bed.transfers(random, 50);
    bed.settle(random);

    alter(
        TestTables.key(1, "id", ColumnType.INTEGER),
        TestTables.column(2, "amount", ColumnType.INTEGER),
        TestTables.column(3, "note", ColumnType.TEXT));
    bed.transfers(random, 50);
    bed.settle(random);
    assertThat(orderOf("accounts"))
        .isEqualTo("identity:3:DESC:NULLS LAST;identity:2:ASC:NULLS FIRST;");
    SortedFiles.check(table("accounts"), Set.of());

    Set<String> before = SortedFiles.paths(table("accounts"));
    ColumnDef[] withoutNote = {
      TestTables.key(1, "id", ColumnType.INTEGER),
      TestTables.column(2, "amount", ColumnType.INTEGER)
    };
    alter(withoutNote);
    for (long id = 0; id < 30; id++) {
      long key = id;
      bed.database.transact(() -> bed.database.put(LakeTestBed.ACCOUNTS, key, random.nextLong()));
    }
    bed.awaitLake("accounts");
    String savepoint = bed.stopWithSavepoint(job);
    job = bed.startJob(2, savepoint, order);
    bed.database.transact(() -> bed.database.put(LakeTestBed.ACCOUNTS, 1L, 1L));
    bed.awaitLake("accounts");
    assertThat(orderOf("accounts")).isEqualTo("identity:2:ASC:NULLS FIRST;");
    SortedFiles.check(table("accounts"), before);
    assertThat(bed.verifyAllCuts()).isPositive();
    job.cancel().get();
  }

  /** Gives the accounts other columns, of which those that stay come first. */
  private void alter(ColumnDef... columns) {
    TableDef old = bed.database.table(LakeTestBed.ACCOUNTS);
    TableDef next =
        TestTables.table(LakeTestBed.ACCOUNTS, old.schemaVersion() + 1, old.name(), columns);
    bed.database.transact(
        () -> bed.database.alterTable(next, row -> Arrays.copyOf(row, columns.length)));
  }

  @Test
  void boundsOfFilesGetNarrow() throws Exception {
    int rows = 6_000;
    bed.createLedger();
    // Files of a thousand rows, all of one commit.
    WriteLimits limits = new WriteLimits(rows * 2, 32 << 20, 1 << 20, 1_000, 4, 1 << 20, "zstd");
    JobClient job =
        bed.startJob(
            1,
            config ->
                config
                    .limits(limits)
                    .compaction(CompactionPolicy.OFF)
                    .sorting(Map.of("accounts", "balance")));
    Random random = new Random(4);
    bed.database.transact(
        () -> {
          for (long id = 0; id < rows; id++) {
            bed.database.put(LakeTestBed.ACCOUNTS, id, (long) random.nextInt(1_000_000), "");
            bed.database.put(
                LakeTestBed.ENTRIES, "e" + id, (long) random.nextInt(1_000_000), BigDecimal.ZERO);
          }
        });
    bed.awaitLake("accounts");
    bed.awaitLake("entries");
    assertThat(SortedFiles.current(table("accounts"))).hasSizeGreaterThanOrEqualTo(5);
    assertThat(widths(table("accounts"))).isLessThanOrEqualTo(1_000_000);
    assertThat(widths(table("entries"))).as("without an order").isGreaterThan(4_000_000);
    job.cancel().get();
  }

  /** Sum of what lies between the least and the greatest value of column 2 in each file. */
  private static long widths(Table table) throws Exception {
    long sum = 0;
    for (DataFile file : SortedFiles.current(table)) {
      long least = Conversions.fromByteBuffer(Types.LongType.get(), file.lowerBounds().get(2));
      long greatest = Conversions.fromByteBuffer(Types.LongType.get(), file.upperBounds().get(2));
      sum += greatest - least;
    }
    return sum;
  }
}
