package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.log.LogFormat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FaultTest {
  private static final String LARGE = "x".repeat(300_000);

  @TempDir Path directory;

  private ShardStore open(FaultyFiles files) {
    return ShardStores.open(directory, StoreConfig.builder().logFiles(ignored -> files).build());
  }

  private ShardStore open() {
    return ShardStores.open(directory, StoreConfig.builder().build());
  }

  private static void insert(ShardStore store, TableId table, long key, String text) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.insert(table, new Object[] {key, text});
      transaction.commit();
    }
  }

  private static Row read(ShardStore store, TableId table, long key) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
      return transaction.get(table, key);
    }
  }

  private static void assertCode(ErrorCode code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).doesNotContain("\n");
            });
  }

  @Test
  void fullDiskRefusesCommitsUntilThereIsRoomAgain() throws IOException {
    FaultyFiles files = new FaultyFiles(directory.resolve("log"));
    try (ShardStore store = open(files)) {
      TableId table = Tables.createKeyValue(store, "t");
      insert(store, table, 1, "before");
      files.setFull(true);
      assertCode(ErrorCode.DISK_FULL, () -> insert(store, table, 2, LARGE));
      assertThat(read(store, table, 1).value(1)).isEqualTo("before");
      assertThat(read(store, table, 2)).isNull();
      files.setFull(false);
      insert(store, table, 2, "after");
      assertThat(store.lastLsn()).isEqualTo(new Lsn(3));
    }
    try (ShardStore store = open()) {
      assertThat(store.lastLsn()).isEqualTo(new Lsn(3));
    }
  }

  @Test
  void failedSyncStopsWritesForGoodAndLeavesReads() throws IOException {
    FaultyFiles files = new FaultyFiles(directory.resolve("log"));
    TableId table;
    try (ShardStore store = open(files)) {
      table = Tables.createKeyValue(store, "t");
      insert(store, table, 1, "before");
      files.failSyncs();
      assertCode(ErrorCode.COMMIT_OUTCOME_UNKNOWN, () -> insert(store, table, 2, "unknown"));
      assertCode(ErrorCode.STORE_FAILED, () -> insert(store, table, 3, "refused"));
      assertThat(read(store, table, 1).value(1)).isEqualTo("before");
      assertThat(read(store, table, 2)).isNull();
      assertThat(store.metrics().failed()).isTrue();
    }
    try (ShardStore store = open()) {
      assertThat(read(store, table, 1).value(1)).isEqualTo("before");
      insert(store, table, 3, "works again");
    }
  }

  @Test
  void tornTailIsCutOffAndDamageBeforeDurableCommitsIsRefused() throws IOException {
    TableId table;
    Path segment = directory.resolve("log").resolve(LogFormat.segmentName(1));
    long positionOfThird;
    try (ShardStore store = open()) {
      table = Tables.createKeyValue(store, "t");
      insert(store, table, 1, "kept");
      positionOfThird = usedBytes(segment);
      insert(store, table, 2, "damaged");
      insert(store, table, 3, "proves that the second was durable");
    }
    Files.delete(directory.resolve("log").resolve("checkpoint"));
    flipByte(segment, positionOfThird + 40);
    assertCode(ErrorCode.LOG_DAMAGED, this::open);
    truncate(segment, positionOfThird + 60);
    try (ShardStore store = open()) {
      assertThat(store.lastLsn()).isEqualTo(new Lsn(2));
      assertThat(read(store, table, 1).value(1)).isEqualTo("kept");
      insert(store, table, 2, "again");
    }
  }

  private static long usedBytes(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return (end + 7L) / 8 * 8;
  }

  private static void flipByte(Path file, long position) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(position);
      int value = access.read();
      access.seek(position);
      access.write(value ^ 0x10);
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size);
    }
  }

  @Test
  void directoryOfAnotherFormatIsRefused() throws IOException {
    open().close();
    Files.writeString(
        directory.resolve("FORMAT"), "dolake-shard 99 0\n", StandardCharsets.US_ASCII);
    assertCode(ErrorCode.STORE_FORMAT_VERSION, this::open);
  }

  @Test
  void snapshotThatIsHeldTooLongIsTakenAway() {
    StoreConfig config = StoreConfig.builder().maxSnapshotAge(Duration.ofMillis(100)).build();
    try (ShardStore store = ShardStores.open(directory, config)) {
      TableId table = Tables.createKeyValue(store, "t");
      try (ShardTransaction old = store.begin(TransactionOptions.READ_ONLY)) {
        assertThat(old.get(table, 1L)).isNull();
        await()
            .untilAsserted(() -> assertCode(ErrorCode.SNAPSHOT_TOO_OLD, () -> old.get(table, 1L)));
      }
      insert(store, table, 1, "others go on");
    }
  }

  @Test
  void commitTimestampsGrowWhenTheClockGoesBack() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Instant[] now = {start};
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now[0];
          }
        };
    StoreConfig config = StoreConfig.builder().clock(clock).build();
    CommitResult first;
    TableId table;
    try (ShardStore store = ShardStores.open(directory, config)) {
      table = Tables.createKeyValue(store, "t");
      first = commitOne(store, table, 1);
      now[0] = start.minusSeconds(3600);
      assertThat(commitOne(store, table, 2).commitTimestamp())
          .isGreaterThan(first.commitTimestamp());
    }
    now[0] = start.minusSeconds(7200);
    try (ShardStore store = ShardStores.open(directory, config)) {
      assertThat(commitOne(store, table, 3).commitTimestamp())
          .isGreaterThan(first.commitTimestamp());
    }
  }

  private static CommitResult commitOne(ShardStore store, TableId table, long key) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.insert(table, new Object[] {key, "v"});
      return transaction.commit();
    }
  }

  @Test
  void limitsOfTransactionsAndRowsAreErrorsOfTheirStatement() {
    StoreConfig config = StoreConfig.builder().maxWriteSetRows(10).maxRowBytes(1 << 10).build();
    try (ShardStore store = ShardStores.open(directory, config)) {
      TableId table = Tables.createKeyValue(store, "t");
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        assertCode(
            ErrorCode.ROW_TOO_LARGE,
            () -> transaction.insert(table, new Object[] {0L, "x".repeat(2_000)}));
        for (long k = 0; k < 10; k++) {
          transaction.insert(table, new Object[] {k, "v"});
        }
        assertCode(
            ErrorCode.WRITE_SET_TOO_LARGE,
            () -> transaction.insert(table, new Object[] {10L, "v"}));
        transaction.commit();
      }
    }
  }

  @Test
  void wrongSettingsAreReportedAtOnce() {
    assertThatThrownBy(() -> StoreConfig.builder().segmentBytes(1).maxReaders(0).build())
        .isInstanceOf(DoLakeException.class)
        .hasMessageContaining("segmentBytes")
        .hasMessageContaining("maxReaders");
  }

  @Test
  void rowOfSixteenMebibytesComesBackFromLogAndTable() {
    String huge = "h".repeat((16 << 20) - 100);
    TableId table;
    try (ShardStore store = open()) {
      table = Tables.create(store, "t", 1, ColumnType.INTEGER, ColumnType.TEXT);
      insert(store, table, 1, huge);
    }
    try (ShardStore store = open()) {
      assertThat(((String) read(store, table, 1).value(1)).length()).isEqualTo(huge.length());
    }
  }
}
