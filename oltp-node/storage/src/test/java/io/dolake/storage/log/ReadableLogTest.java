package io.dolake.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.TransactionHeader;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.LogReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableLogTest {
  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void everyTransactionIsReturnedOnceInOrderAcrossSegments() throws Exception {
    try (WrittenLog log = open(20_000)) {
      log.appendVisible(500, 200);
      assertThat(log.readable().segments()).hasSizeGreaterThan(5);
      try (LogReader reader = log.readable().readAfter(Lsn.NONE)) {
        for (long lsn = 1; lsn <= 500; lsn++) {
          assertTransaction(reader, lsn, 200);
        }
        assertThat(reader.nextTransaction(NO_WAIT)).isNull();
      }
    }
  }

  @Test
  void transactionLargerThanAFrameIsStreamed() throws Exception {
    try (WrittenLog log = open(1 << 20)) {
      log.appendVisible(4, 3_000_000);
      try (LogReader reader = log.readable().readAfter(new Lsn(1))) {
        reader.nextTransaction(NO_WAIT);
        assertThat(reader.nextChange()).isNotNull();
        // The rest of LSN 2 is skipped.
        assertTransaction(reader, 3, 3_000_000);
        assertTransaction(reader, 4, 3_000_000);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void readingStartsAtAnyLsnAndTimestamp(long seed) throws Exception {
    Random random = new Random(seed);
    try (WrittenLog log = open(400_000)) {
      log.appendVisible(2_000, 700);
      for (int round = 0; round < 200; round++) {
        long position = random.nextInt(2_001);
        try (LogReader reader = log.readable().readAfter(new Lsn(position))) {
          TransactionHeader next = reader.nextTransaction(NO_WAIT);
          if (position == 2_000) {
            assertThat(next).isNull();
          } else {
            assertThat(next.lsn()).as("seed %d", seed).isEqualTo(new Lsn(position + 1));
          }
        }
        long timestamp = WrittenLog.timestampOf(position) + random.nextInt(1_000);
        assertThat(log.readable().positionAt(new HlcTimestamp(timestamp)))
            .as("seed %d", seed)
            .isEqualTo(new Lsn(position));
      }
    }
  }

  @Test
  void nothingIsReturnedBeforeItIsVisibleAndTheWriterWakesTheReader() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (WrittenLog log = open(1 << 20)) {
      log.append(10);
      try (LogReader reader = log.readable().readAfter(Lsn.NONE)) {
        assertThat(reader.nextTransaction(NO_WAIT)).isNull();
        CompletableFuture<TransactionHeader> waiting =
            CompletableFuture.supplyAsync(() -> next(reader), executor);
        log.readable().advance(1);
        assertThat(waiting.get(30, TimeUnit.SECONDS).lsn()).isEqualTo(new Lsn(1));
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void readerFollowsAWriterThatRunsAhead() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (WrittenLog log = open(60_000);
        LogReader reader = log.readable().readAfter(Lsn.NONE)) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 1_000; i++) {
                    log.appendVisible(1, 100);
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              executor);
      for (long lsn = 1; lsn <= 1_000; lsn++) {
        TransactionHeader header = reader.nextTransaction(LONG);
        assertThat(header.lsn()).isEqualTo(new Lsn(lsn));
        assertChanges(reader, lsn, 100);
      }
      writing.get(30, TimeUnit.SECONDS);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void closingFromAnotherThreadEndsTheWait() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (WrittenLog log = open(1 << 20)) {
      LogReader reader = log.readable().readAfter(Lsn.NONE);
      CompletableFuture<TransactionHeader> waiting =
          CompletableFuture.supplyAsync(() -> next(reader), executor);
      reader.close();
      reader.close();
      await().until(waiting::isCompletedExceptionally);
      assertThatThrownBy(waiting::join).hasRootCauseMessage("the log reader was closed");
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void failureOfTheStoreReachesReadersAfterWhatWasVisible() throws Exception {
    try (WrittenLog log = open(1 << 20);
        LogReader reader = log.readable().readAfter(Lsn.NONE)) {
      log.appendVisible(1, 10);
      log.readable().fail(new DoLakeException(ErrorCode.STORE_FAILED, "the disk is gone"));
      assertThat(reader.nextTransaction(LONG).lsn()).isEqualTo(new Lsn(1));
      assertThatThrownBy(() -> reader.nextTransaction(LONG))
          .isInstanceOf(DoLakeException.class)
          .hasMessage("the disk is gone");
    }
  }

  @Test
  void resolvedTimestampWaitsForTheChangesOfTheCurrentTransaction() throws Exception {
    try (WrittenLog log = open(1 << 20);
        LogReader reader = log.readable().readAfter(Lsn.NONE)) {
      log.appendVisible(2, 10);
      reader.nextTransaction(NO_WAIT);
      assertThat(reader.resolvedTimestamp().value()).isEqualTo(WrittenLog.timestampOf(1) - 1);
      reader.nextChange();
      assertThat(reader.resolvedTimestamp().value()).isEqualTo(WrittenLog.timestampOf(1));
      reader.nextTransaction(NO_WAIT);
      assertThat(reader.resolvedTimestamp().value()).isEqualTo(WrittenLog.timestampOf(2) - 1);
      assertThat(reader.nextTransaction(NO_WAIT)).isNull();
      assertThat(reader.resolvedTimestamp().value()).isEqualTo(WrittenLog.timestampOf(2));
    }
  }

  @Test
  void damageIsReportedWithItsPlace() throws Exception {
    try (WrittenLog log = open(1 << 20)) {
      log.appendVisible(100, 100);
      String name = log.readable().segments().get(0).name();
      long position;
      try (SegmentReader frames = SegmentReader.open(log.files(), name)) {
        for (int i = 0; i < 50; i++) {
          frames.next();
        }
        position = frames.framePosition();
      }
      try (LogFile file = log.files().open(name)) {
        file.write(ByteBuffer.wrap(new byte[] {(byte) 0xff}), position + 33);
      }
      try (LogReader reader = log.readable().readAfter(new Lsn(10))) {
        assertThatThrownBy(
                () -> {
                  while (reader.nextTransaction(NO_WAIT) != null) {
                    continue;
                  }
                })
            .isInstanceOfSatisfying(
                DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOG_DAMAGED))
            .hasMessage("log segment " + name + " is damaged at byte " + position);
      }
    }
  }

  @Test
  void positionsOutsideTheLogAreRefused() throws Exception {
    try (WrittenLog log = open(20_000)) {
      log.appendVisible(200, 200);
      log.readable().removeSegmentsBefore(150);
      long first = log.readable().firstRetainedLsn();
      assertThat(first).isBetween(2L, 150L);
      assertThatThrownBy(() -> log.readable().readAfter(new Lsn(first - 2)))
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LSN_REMOVED));
      assertThatThrownBy(() -> log.readable().readAfter(new Lsn(201)))
          .hasMessage("LSN 201 is not in the log yet, which ends at 200");
      assertThatThrownBy(() -> log.readable().positionAt(HlcTimestamp.NONE))
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LSN_REMOVED));
      try (LogReader reader = log.readable().readAfter(new Lsn(first - 1))) {
        assertTransaction(reader, first, 200);
      }
    }
  }

  private WrittenLog open(long segmentBytes) throws IOException {
    return new WrittenLog(new DiskLogFiles(directory), segmentBytes);
  }

  private static TransactionHeader next(LogReader reader) {
    try {
      return reader.nextTransaction(LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertTransaction(LogReader reader, long lsn, int imageBytes)
      throws InterruptedException {
    TransactionHeader header = reader.nextTransaction(NO_WAIT);
    assertThat(header.lsn()).isEqualTo(new Lsn(lsn));
    assertThat(header.commitTimestamp().value()).isEqualTo(WrittenLog.timestampOf(lsn));
    assertThat(header.transactionId().value()).isEqualTo(lsn + 100);
    assertChanges(reader, lsn, imageBytes);
  }

  private static void assertChanges(LogReader reader, long lsn, int imageBytes) {
    for (int i = 0; i < WrittenLog.changesOf(lsn); i++) {
      RowChange change = (RowChange) reader.nextChange();
      assertThat(change.key()).containsExactly(i);
      assertThat(change.after()).isEqualTo(WrittenLog.imageOf(lsn, i, imageBytes));
    }
    assertThat(reader.nextChange()).isNull();
  }
}
