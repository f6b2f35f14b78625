package io.dolake.storage.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogSegment;
import io.dolake.storage.log.ReadableLog;
import io.dolake.storage.log.WrittenLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotStoreTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
  private static final long LATER = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
  private static final long NO_LIMIT = Long.MAX_VALUE;

  @TempDir Path directory;
  @TempDir Path archive;

  private LogFiles files;
  private WrittenLog written;
  private ReadableLog log;
  private SlotStore slots;

  @BeforeEach
  void openLogOfSeveralSegments() throws IOException {
    files = new DiskLogFiles(directory);
    written = new WrittenLog(files, 20_000);
    written.appendVisible(300, 200);
    log = written.readable();
    slots = SlotStore.open(files, log, CLOCK);
  }

  @AfterEach
  void closeLog() throws IOException {
    written.close();
  }

  @Test
  void slotsSurviveReopening() throws IOException {
    slots.create("a", Lsn.NONE);
    slots.create("b", new Lsn(300));
    slots.confirm("a", new Lsn(120));
    slots.confirm("a", new Lsn(50));
    slots.create("gone", Lsn.NONE);
    slots.drop("gone");
    slots.drop("gone");
    assertThat(SlotStore.open(files, log, CLOCK).list())
        .containsExactly(slot("a", 120), slot("b", 300));
  }

  @Test
  void confirmationsThatComeTogetherAreAllDurable() throws Exception {
    int slotCount = 16;
    for (int i = 0; i < slotCount; i++) {
      slots.create("s" + i, Lsn.NONE);
    }
    ExecutorService executor = Executors.newFixedThreadPool(slotCount);
    try {
      List<Callable<Void>> readers = new ArrayList<>();
      for (int i = 0; i < slotCount; i++) {
        String name = "s" + i;
        readers.add(
            () -> {
              for (long lsn = 1; lsn <= 20; lsn++) {
                slots.confirm(name, new Lsn(lsn));
                assertThat(slots.find(name).orElseThrow().confirmed()).isEqualTo(new Lsn(lsn));
              }
              return null;
            });
      }
      for (Future<Void> reader : executor.invokeAll(readers)) {
        reader.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(SlotStore.open(files, log, CLOCK).list())
        .hasSize(slotCount)
        .allSatisfy(slot -> assertThat(slot.confirmed()).isEqualTo(new Lsn(20)));
  }

  @Test
  void misuseIsRefusedWithItsCode() {
    slots.create("a", Lsn.NONE);
    assertCode(() -> slots.create("a", Lsn.NONE), ErrorCode.SLOT_DUPLICATE);
    assertCode(() -> slots.create("b", new Lsn(301)), ErrorCode.LSN_IN_FUTURE);
    assertCode(() -> slots.create(" ", Lsn.NONE), ErrorCode.INVALID_PARAMETER);
    assertCode(() -> slots.confirm("b", Lsn.NONE), ErrorCode.SLOT_UNDEFINED);
    assertCode(() -> slots.confirm("a", new Lsn(301)), ErrorCode.LSN_IN_FUTURE);
  }

  @Test
  void damagedFileIsRefused() throws IOException {
    slots.create("a", Lsn.NONE);
    Path file = directory.resolve(SlotFile.NAME);
    byte[] bytes = Files.readAllBytes(file);
    bytes[10] ^= 1;
    Files.write(file, bytes);
    assertCode(() -> SlotStore.open(files, log, CLOCK), ErrorCode.LOG_DAMAGED);
  }

  @Test
  void segmentsStayUntilEverySlotConfirmedThem() throws IOException {
    slots.create("fast", new Lsn(300));
    slots.create("slow", new Lsn(100));
    retention(Duration.ZERO, NO_LIMIT, NO_LIMIT).run(300, LATER);
    assertThat(log.firstRetainedLsn()).isBetween(2L, 101L);
    slots.confirm("slow", new Lsn(300));
    retention(Duration.ZERO, NO_LIMIT, NO_LIMIT).run(300, LATER);
    assertThat(log.segments()).hasSize(1);
  }

  @Test
  void segmentsStayForRecoveryAndForTheirAge() throws IOException {
    retention(Duration.ZERO, NO_LIMIT, NO_LIMIT).run(100, LATER);
    assertThat(log.firstRetainedLsn()).isBetween(2L, 101L);
    long first = log.firstRetainedLsn();
    retention(Duration.ofDays(2), NO_LIMIT, NO_LIMIT).run(300, LATER);
    assertThat(log.firstRetainedLsn()).isEqualTo(first);
  }

  @Test
  void sizeOverridesAge() throws IOException {
    retention(Duration.ofDays(2), 45_000, NO_LIMIT).run(300, LATER);
    assertThat(log.segments()).hasSizeBetween(2, 4);
  }

  @Test
  void slotBeyondItsLimitIsLostAndSaysSo() throws IOException {
    slots.create("slow", new Lsn(10));
    slots.create("fast", new Lsn(300));
    retention(Duration.ZERO, NO_LIMIT, 50_000).run(300, LATER);
    assertThat(log.segments().size()).isLessThan(5);
    assertThat(slots.find("slow").orElseThrow().state()).isEqualTo(ReplicationSlot.State.LOST);
    assertThat(slots.find("fast").orElseThrow().state()).isEqualTo(ReplicationSlot.State.ACTIVE);
    assertCode(() -> slots.confirm("slow", new Lsn(20)), ErrorCode.SLOT_LOST);
    assertCode(() -> slots.create("late", new Lsn(10)), ErrorCode.LSN_REMOVED);
  }

  @Test
  void slotWhoseLogIsNotThereIsLostWhenOpened() throws IOException {
    slots.create("a", new Lsn(10));
    log.removeSegmentsBefore(200);
    assertThat(SlotStore.open(files, log, CLOCK).find("a").orElseThrow().state())
        .isEqualTo(ReplicationSlot.State.LOST);
  }

  @Test
  void fullSegmentsAreArchivedBeforeTheyGo() throws IOException {
    List<String> before = log.segments().stream().map(LogSegment::name).toList();
    new LogRetention(
            new RetentionOptions(Duration.ZERO, NO_LIMIT, NO_LIMIT, archive), files, log, slots)
        .run(300, LATER);
    assertThat(log.segments()).hasSize(1);
    assertThat(new DiskLogFiles(archive).list())
        .containsExactlyElementsOf(before.subList(0, before.size() - 1));
  }

  @Test
  void exampleInTheFormatPageHolds() throws IOException {
    byte[] bytes = SlotFile.encode(List.of(slot("a", 300)));
    Path page = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(page.resolve("docs/formats"))) {
      page = page.getParent();
    }
    assertThat(Files.readString(page.resolve("docs/formats/slots.md")))
        .contains("`" + HexFormat.ofDelimiter(" ").formatHex(bytes) + "`");
    assertThat(SlotFile.decode(bytes)).containsExactly(slot("a", 300));
  }

  private LogRetention retention(Duration age, long maximumBytes, long slotLag) throws IOException {
    return new LogRetention(
        new RetentionOptions(age, maximumBytes, slotLag, null), files, log, slots);
  }

  private static ReplicationSlot slot(String name, long confirmed) {
    return new ReplicationSlot(
        name, new Lsn(confirmed), ReplicationSlot.State.ACTIVE, CLOCK.instant());
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void assertCode(Call call, ErrorCode code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(DoLakeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
