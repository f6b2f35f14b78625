package io.dolake.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  private static final int SHARD = 1;
  private static final int SEGMENT_BYTES = 20_000;

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
