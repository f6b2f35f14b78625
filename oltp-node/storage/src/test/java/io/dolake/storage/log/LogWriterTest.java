package io.dolake.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  private static final int SHARD = 1;
  private static final int SEGMENT_BYTES = 20_000;
  private static final String SPARE = "spare.tmp";

  @TempDir Path directory;

  /** As on a full disk: the segment's file is there, its header is not. */
  @Test
  void segmentThatCouldNotBeCreatedLeavesNoTrace() throws IOException {
    AtomicBoolean full = new AtomicBoolean();
    LogFiles files = failingCreationsWhile(full, new DiskLogFiles(directory));
    try (WrittenLog log = new WrittenLog(files, SEGMENT_BYTES)) {
      log.append(8_000);
      full.set(true);
      assertThatThrownBy(() -> appendUntilFull(log)).hasMessage("No space left on device");
      full.set(false);
      // Small ones still fit into the segment before; later ones begin a new one.
      log.appendVisible(300, 100);
      long lastLsn = log.lastLsn();
      assertThat(new LogScanner(files).recover(SHARD, 0, 0).lastLsn()).isEqualTo(lastLsn);
    }
  }

  @Test
  void nextSegmentIsMadeReadyWhileTheCurrentOneFills() throws IOException {
    LogFiles files = new DiskLogFiles(directory);
    try (WrittenLog log = new WrittenLog(files, SEGMENT_BYTES)) {
      for (int segment = 0; segment < 3; segment++) {
        int before = LogScanner.segments(files).size();
        while (!files.exists(SPARE)) {
          log.append(1_000);
        }
        await().until(() -> !isSpareBeingMade());
        while (LogScanner.segments(files).size() == before) {
          log.append(1_000);
        }
        String last = LogScanner.segments(files).get(before);
        assertThat(size(files, last)).as("all of it is there").isEqualTo(SEGMENT_BYTES);
      }
      long lastLsn = log.lastLsn();
      assertThat(new LogScanner(files).recover(SHARD, 0, 0).lastLsn()).isEqualTo(lastLsn);
    }
  }

  @Test
  void spareThatAnEarlierProcessLeftIsNoPartOfTheLog() throws IOException {
    LogFiles files = new DiskLogFiles(directory);
    try (LogFile leftover = files.create(SPARE)) {
      leftover.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
    }
    try (WrittenLog log = new WrittenLog(files, SEGMENT_BYTES)) {
      log.appendVisible(60, 1_000);
      assertThat(LogScanner.segments(files)).hasSizeGreaterThan(2);
    }
    assertThat(new LogScanner(files).recover(SHARD, 0, 0).lastLsn()).isEqualTo(60);
  }

  @Test
  void noThreadIsLeftWhenTheWriterIsClosed() throws IOException {
    LogFiles files = new DiskLogFiles(directory);
    try (WrittenLog log = new WrittenLog(files, 64 << 20)) {
      while (!files.exists(SPARE)) {
        log.append(1 << 20);
      }
    }
    assertThat(isSpareBeingMade()).isFalse();
  }

  private static boolean isSpareBeingMade() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("dolake-log-spare-" + SHARD));
  }

  private static long size(LogFiles files, String name) throws IOException {
    try (LogFile file = files.openForRead(name)) {
      return file.size();
    }
  }

  private static void appendUntilFull(WrittenLog log) throws IOException {
    while (true) {
      log.append(8_000);
    }
  }

  private static LogFiles failingCreationsWhile(AtomicBoolean full, LogFiles files) {
    return (LogFiles)
        Proxy.newProxyInstance(
            LogFiles.class.getClassLoader(),
            new Class<?>[] {LogFiles.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(files, arguments);
                if (full.get() && method.getName().equals("create")) {
                  ((LogFile) result).close();
                  throw new IOException("No space left on device");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
