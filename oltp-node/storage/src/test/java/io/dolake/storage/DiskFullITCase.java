package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.common.TableId;
import io.dolake.storage.check.CheckStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full for LMDB, which has no seam: the kernel's limit of a file's size makes a
 * child process meet it, and raising the limit makes room.
 */
@Timeout(120)
class DiskFullITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LIMIT_BYTES = 4 << 20;

  @TempDir Path directory;

  private final AtomicLong lastCommitted = new AtomicLong();
  private final AtomicLong lastRead = new AtomicLong();
  private volatile boolean waiting;
  private Process child;
  private Thread listener;

  @BeforeEach
  void startChildWithLimitedFiles() throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("prlimit", "--fsize=" + LIMIT_BYTES + ":unlimited"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--add-opens", "java.base/java.nio=ALL-UNNAMED"));
    command.addAll(List.of("--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DiskFullChild.class.getName(), directory.toString()));
    child = new ProcessBuilder(command).redirectErrorStream(true).start();
    listener = new Thread(this::listen, "child-listener");
    listener.start();
  }

  @AfterEach
  void killChild() throws InterruptedException {
    child.destroyForcibly().waitFor();
    listener.join();
  }

  private void listen() {
    try (BufferedReader output = child.inputReader()) {
      String line;
      while ((line = output.readLine()) != null) {
        if (line.startsWith(DiskFullChild.COMMITTED)) {
          lastCommitted.set(Long.parseLong(line.substring(DiskFullChild.COMMITTED.length())));
        } else if (line.startsWith(DiskFullChild.READ)) {
          lastRead.set(Long.parseLong(line.substring(DiskFullChild.READ.length())));
        } else if (line.contains("commits wait for disk space")) {
          waiting = true;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void commitsInTheLogWaitForRoomAndGoOnWhenThereIsSome() throws Exception {
    await().atMost(PATIENCE).until(() -> waiting);
    // Commits stay in memory meanwhile, but not without bound.
    AtomicLong seen = new AtomicLong();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> seen.getAndSet(lastCommitted.get()) == lastCommitted.get());
    long committedBefore = lastCommitted.get();
    long readBefore = lastRead.get();
    await().atMost(PATIENCE).until(() -> lastRead.get() > readBefore);
    assertThat(lastCommitted.get()).isEqualTo(committedBefore);

    new ProcessBuilder("prlimit", "--pid", Long.toString(child.pid()), "--fsize=unlimited")
        .start()
        .waitFor();
    await().atMost(PATIENCE).until(() -> lastCommitted.get() > committedBefore + 100);
    killChild();
    assertEverythingCommittedIsThere();
  }

  @Test
  void whatWaitedForRoomIsThereAfterTheProcessWasKilled() throws Exception {
    await().atMost(PATIENCE).until(() -> waiting);
    killChild();
    assertEverythingCommittedIsThere();
  }

  private void assertEverythingCommittedIsThere() throws Exception {
    try (ShardStore store = ShardStores.open(directory, DiskFullChild.config())) {
      TableId table = store.catalog().tables().iterator().next().id();
      try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY);
          RowCursor rows = transaction.scan(table, KeyRange.ALL, ScanDirection.FORWARD)) {
        long count = 0;
        while (rows.next()) {
          assertThat(rows.row().value(0)).isEqualTo(count++);
        }
        assertThat(count).isGreaterThan(lastCommitted.get());
      }
      assertThat(CheckStores.problemsOf(store, CheckStores.filesOf(directory))).isEmpty();
    }
  }
}
