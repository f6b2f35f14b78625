package io.dolake.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogScannerTest {
  private static final int SHARD = 1;

  @TempDir Path directory;
  private LogFiles files;
  private List<String> segments;
  private long lastLsn;

  @BeforeEach
  void writeSeveralSegments() throws IOException {
    files = new DiskLogFiles(directory);
    try (WrittenLog log = new WrittenLog(files, 20_000)) {
      log.appendVisible(200, 200);
      lastLsn = log.lastLsn();
    }
    segments = LogScanner.segments(files);
  }

  @Test
  void wholeLogEndsWithItsLastTransaction() throws IOException {
    assertThat(recover(0).lastLsn()).isEqualTo(lastLsn);
    assertThat(recover(lastLsn).lastLsn()).isEqualTo(lastLsn);
    assertThat(recover(lastLsn).discardedBytes()).isZero();
  }

  @Test
  void segmentCutShortRightBehindTheCheckpointIsRemoved() throws IOException {
    try (LogFile file = files.create(LogFormat.segmentName(lastLsn + 1))) {
      file.write(ByteBuffer.wrap(new byte[10]), 0);
    }
    LogTail tail = recover(lastLsn);
    assertThat(tail.lastLsn()).isEqualTo(lastLsn);
    assertThat(LogScanner.segments(files)).isEqualTo(segments);
  }

  @Test
  void tornEndIsCutOff() throws IOException {
    LogTail whole = recover(0);
    try (LogFile file = files.open(whole.segmentName())) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), whole.position() + 40);
    }
    LogTail tail = recover(0);
    assertThat(tail.lastLsn()).isEqualTo(lastLsn);
    assertThat(tail.position()).isEqualTo(whole.position());
  }

  @Test
  void damageBeforeDurableTransactionsIsRefusedWithItsPlace() throws IOException {
    String damaged = segments.get(1);
    try (LogFile file = files.open(damaged)) {
      file.write(ByteBuffer.wrap(new byte[] {1}), 100);
    }
    assertThatThrownBy(() -> recover(0))
        .isInstanceOfSatisfying(
            DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOG_DAMAGED))
        .hasMessage("log segment %s is damaged at byte 64, before durable transactions", damaged);
  }

  @Test
  void missingSegmentIsRefused() throws IOException {
    files.delete(segments.get(1));
    assertThatThrownBy(() -> recover(0))
        .isInstanceOf(DoLakeException.class)
        .hasMessageContaining("the log lacks the durable transaction with LSN");
  }

  @Test
  void logThatEndsBeforeItsCheckpointIsRefused() {
    assertThatThrownBy(() -> recover(lastLsn + 1)).isInstanceOf(DoLakeException.class);
  }

  private LogTail recover(long checkpointLsn) throws IOException {
    return new LogScanner(files).recover(SHARD, checkpointLsn, checkpointLsn);
  }
}
