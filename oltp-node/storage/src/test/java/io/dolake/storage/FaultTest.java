package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.log.LogFormat;
import io.dolake.storage.slot.RetentionOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

  /** LMDB must never have what a power loss may take from the log. */
  @Test
  void checkpointCountsOnlyWhenTheLogIsDurableUpToIt() throws IOException {
    FaultyFiles files = new FaultyFiles(directory.resolve("log"));
    StoreConfig config =
        StoreConfig.builder()
            .durability(Durability.OS)
            .checkpointLogBytes(64 << 10)
            .logFiles(ignored -> files)
            .build();
    try (ShardStore store = ShardStores.open(directory, config)) {
      TableId table = Tables.createKeyValue(store, "t");
      files.holdSyncs();
      insert(store, table, 1, "v".repeat(100_000));
      await().until(files::isSyncHeld);
      await()
          .during(Duration.ofMillis(300))
          .until(() -> store.metrics().checkpointLsn() < store.lastLsn().value());
      files.letSyncsGo();
      await().until(() -> store.metrics().checkpointLsn() == store.lastLsn().value());
    }
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
  void snapshotsThatKeepTooMuchMemoryAreTakenAwayFromTheOldestOn() {
    long heapShare = Runtime.getRuntime().maxMemory() / 8;
    StoreConfig config =
        StoreConfig.builder().durability(Durability.OS).memtableBytes(1 << 20).build();
    List<ShardTransaction> readers = new ArrayList<>();
    try (ShardStore store = ShardStores.open(directory, config)) {
      TableId table = Tables.createKeyValue(store, "t");
      String value = "v".repeat(100_000);
      for (long key = 0; key * value.length() < 2 * heapShare; key++) {
        insert(store, table, key, value);
        if (key % 10 == 0) {
          ShardTransaction reader = store.begin(TransactionOptions.READ_ONLY);
          assertThat(reader.get(table, key)).isNotNull();
          readers.add(reader);
        }
      }
      ShardTransaction oldest = readers.get(0);
      ShardTransaction newest = readers.get(readers.size() - 1);
      await()
          .untilAsserted(() -> assertCode(ErrorCode.SNAPSHOT_TOO_OLD, () -> oldest.get(table, 9L)));
      assertThat(newest.get(table, 0L)).isNotNull();
      readers.forEach(ShardTransaction::close);
    }
  }

  /** Wall clock of a machine that somebody sets. */
  private static final class SettableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void move(Duration distance) {
      now = now.plus(distance);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void commitTimestampsGrowWhenTheClockGoesBack() {
    SettableClock clock = new SettableClock();
    StoreConfig config = StoreConfig.builder().clock(clock).build();
    CommitResult first;
    TableId table;
    try (ShardStore store = ShardStores.open(directory, config)) {
      table = Tables.createKeyValue(store, "t");
      first = commitOne(store, table, 1);
      clock.move(Duration.ofHours(-1));
      assertThat(commitOne(store, table, 2).commitTimestamp())
          .isGreaterThan(first.commitTimestamp());
    }
    clock.move(Duration.ofHours(-1));
    try (ShardStore store = ShardStores.open(directory, config)) {
      assertThat(commitOne(store, table, 3).commitTimestamp())
          .isGreaterThan(first.commitTimestamp());
    }
  }

  @Test
  void nothingIsCommittedBelowWhatAnIdleShardCalledResolvedBeforeTheClockWasSetBack()
      throws IOException {
    SettableClock clock = new SettableClock();
    StoreConfig config = StoreConfig.builder().clock(clock).build();
    TableId table;
    HlcTimestamp committed;
    HlcTimestamp resolved;
    try (ShardStore store = ShardStores.open(directory, config)) {
      table = Tables.createKeyValue(store, "t");
      committed = commitOne(store, table, 1).commitTimestamp();
      clock.move(Duration.ofMinutes(10));
      HlcTimestamp wanted = HlcTimestamp.of(clock.millis(), 0);
      await().until(() -> store.resolvedTimestamp().compareTo(wanted) >= 0);
      resolved = store.resolvedTimestamp();
    }
    assertThat(resolved).isGreaterThan(committed);
    clock.move(Duration.ofMinutes(-20));
    try (ShardStore store = ShardStores.open(directory, config)) {
      assertThat(commitOne(store, table, 2).commitTimestamp()).isGreaterThan(resolved);
    }
    // One copy of the bound may be torn; the other one still counts.
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve("log").resolve("resolved").toFile(), "rw")) {
      file.write(new byte[20]);
    }
    try (ShardStore store = ShardStores.open(directory, config)) {
      assertThat(commitOne(store, table, 3).commitTimestamp()).isGreaterThan(resolved);
    }
  }

  @Test
  void fullMapRefusesCommitsAndLeavesTheRest() {
    StoreConfig small = StoreConfig.builder().initialMapBytes(1 << 20).maxMapBytes(2 << 20).build();
    TableId table;
    long refused = 1;
    try (ShardStore store = ShardStores.open(directory, small)) {
      table = Tables.createKeyValue(store, "t");
      DoLakeException full = null;
      while (full == null) {
        try {
          insert(store, table, refused, LARGE);
          refused++;
        } catch (DoLakeException e) {
          full = e;
        }
      }
      assertThat(full.code()).isEqualTo(ErrorCode.DISK_FULL);
      assertThat(full.getMessage()).contains("limit of 2097152 bytes");
      assertThat(store.metrics().failed()).isFalse();
      assertThat(read(store, table, 1).value(1)).isEqualTo(LARGE);
      assertThat(read(store, table, refused)).isNull();
      assertThat(store.lastLsn()).isEqualTo(new Lsn(refused));
    }
    try (ShardStore store = open()) {
      assertThat(store.lastLsn()).isEqualTo(new Lsn(refused));
      insert(store, table, refused, LARGE);
    }
  }

  @Test
  void readersBeyondTheLimitAreRefused() {
    StoreConfig config = StoreConfig.builder().maxReaders(8).build();
    try (ShardStore store = ShardStores.open(directory, config)) {
      TableId table = Tables.createKeyValue(store, "t");
      insert(store, table, 1, "v");
      List<ShardTransaction> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ShardTransaction reader = store.begin(TransactionOptions.READ_ONLY);
        assertThat(reader.get(table, 1L)).isNotNull();
        readers.add(reader);
      }
      assertCode(ErrorCode.TOO_MANY_CONNECTIONS, () -> read(store, table, 1));
      readers.get(0).close();
      assertThat(read(store, table, 1)).isNotNull();
      assertThat(store.metrics().openSnapshots()).isEqualTo(7);
      readers.forEach(ShardTransaction::close);
    }
  }

  @Test
  void directoryThatIsOpenInAnotherProcessIsRefused() throws Exception {
    open().close();
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                directory.resolve("LOCK").toString())
            .start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo(LockHolder.LOCKED);
      assertCode(ErrorCode.STORE_LOCKED, this::open);
    } finally {
      holder.destroyForcibly().waitFor();
    }
    open().close();
  }

  /** The other process: locks a file until it is killed. */
  public static final class LockHolder {
    static final String LOCKED = "locked";

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.println(lock.isValid() ? LOCKED : "not locked");
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void directoryThatCannotBeWrittenIsRefused() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(directory), "the superuser may write everywhere");
      assertCode(ErrorCode.STORE_READ_ONLY_DIRECTORY, this::open);
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void slotThatLagsIsSeenAndBeyondItsLimitIsLost() {
    StoreConfig config =
        StoreConfig.builder()
            .segmentBytes(64 << 10)
            .checkpointLogBytes(64 << 10)
            .checkpointInterval(Duration.ofMillis(50))
            .retention(new RetentionOptions(Duration.ZERO, 0, 1 << 20, null))
            .build();
    try (ShardStore store = ShardStores.open(directory, config)) {
      TableId table = Tables.createKeyValue(store, "t");
      store.slots().create("slow", store.lastLsn());
      insert(store, table, 1, LARGE);
      StoreMetrics lagging = store.metrics();
      assertThat(lagging.activeSlots()).isEqualTo(1);
      assertThat(lagging.slotLagTransactions()).isEqualTo(1);
      assertThat(lagging.slotLagBytes()).isGreaterThan(LARGE.length());
      store.slots().confirm("slow", store.lastLsn());
      assertThat(store.metrics().slotLagTransactions()).isZero();
      assertThat(store.metrics().slotLagBytes()).isZero();
      for (long key = 2; key < 10; key++) {
        insert(store, table, key, LARGE);
      }
      await().until(() -> store.metrics().lostSlots() == 1);
      assertThat(store.metrics().activeSlots()).isZero();
      assertThat(store.metrics().slotLagBytes()).isZero();
      assertCode(ErrorCode.SLOT_LOST, () -> store.slots().confirm("slow", store.lastLsn()));
      insert(store, table, 10, "goes on");
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
