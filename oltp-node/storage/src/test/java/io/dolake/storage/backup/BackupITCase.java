package io.dolake.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.CommitResult;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.check.CheckStores;
import io.dolake.storage.slot.RetentionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupITCase {
  @TempDir Path directory;

  private Path shard;
  private Path archive;
  private Path backup;

  @BeforeEach
  void nameDirectories() {
    shard = directory.resolve("shard");
    archive = directory.resolve("archive");
    backup = directory.resolve("backup");
  }

  @Test
  void backupOfABusyShardHoldsWholeTransactionsUpToItsManifest() throws Exception {
    AtomicLong last = new AtomicLong();
    BackupManifest manifest;
    try (ShardStore store = open(shard)) {
      Counters.create(store);
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                while (last.get() >= 0) {
                  Counters.setAll(store, last.incrementAndGet());
                }
              });
      await().until(() -> last.get() > 50);
      manifest = store.backup(backup);
      await().until(() -> last.get() > 100 || writer.isCompletedExceptionally());
      last.set(Long.MIN_VALUE);
      writer.get(60, TimeUnit.SECONDS);
    }
    assertThat(BackupManifest.read(backup)).isEqualTo(manifest);
    Path restored = directory.resolve("restored");
    assertThat(new BackupRestore(backup, List.of()).restoreTo(restored, RestorePoint.LATEST))
        .isEqualTo(manifest.lastLsn());
    try (ShardStore store = open(restored)) {
      assertThat(store.lastLsn()).isEqualTo(manifest.lastLsn());
      // Creating the table is LSN 1, the n-th count LSN n + 1.
      assertThat(Counters.read(store)).isEqualTo(manifest.lastLsn().value() - 1);
      assertThat(CheckStores.problemsOf(store, CheckStores.filesOf(restored))).isEmpty();
      Counters.setAll(store, 7);
      assertThat(store.lastLsn()).isEqualTo(manifest.lastLsn().next());
    }
  }

  @Test
  void shardIsRestoredToAnyLsnOrTimeFromBackupAndArchive() throws Exception {
    List<CommitResult> commits = new ArrayList<>();
    BackupManifest manifest;
    try (ShardStore store = open(shard)) {
      Counters.create(store);
      for (long count = 1; count <= 20; count++) {
        commits.add(Counters.setAll(store, count));
      }
      manifest = store.backup(backup);
      for (long count = 21; count <= 150; count++) {
        commits.add(Counters.setAll(store, count));
      }
      await().until(() -> store.firstRetainedLsn().value() > manifest.lastLsn().value());
    }
    Lsn archived = restore(RestorePoint.LATEST, "latest", store -> store.lastLsn().value() - 1);
    assertThat(archived).isGreaterThan(manifest.lastLsn());

    CommitResult wanted = commits.get(59);
    assertThat(restore(RestorePoint.at(wanted.lsn()), "lsn", store -> 60)).isEqualTo(wanted.lsn());
    assertThat(restore(RestorePoint.at(wanted.commitTimestamp()), "time", store -> 60))
        .isEqualTo(wanted.lsn());
    HlcTimestamp justBefore = new HlcTimestamp(wanted.commitTimestamp().value() - 1);
    restore(RestorePoint.at(justBefore), "before", store -> 59);

    assertInvalid(
        () -> restore(RestorePoint.at(new Lsn(5)), "early", store -> 0), "Use an older backup.");
    assertInvalid(
        () -> restore(RestorePoint.at(new Lsn(10_000)), "late", store -> 0),
        "Name the archive that has it.");
  }

  @Test
  void damagedAndIncompleteBackupsAreRefused() throws IOException {
    try (ShardStore store = open(shard)) {
      Counters.create(store);
      store.backup(backup);
      assertInvalid(() -> store.backup(backup), "Name a directory that does not exist yet.");
    }
    Path data = backup.resolve(BackupWriter.DATA_PATH);
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length / 2] ^= 1;
    Files.write(data, bytes);
    assertInvalid(() -> new BackupRestore(backup, List.of()), "Use another backup.");
    Files.delete(backup.resolve(BackupManifest.NAME));
    assertThatThrownBy(() -> new BackupRestore(backup, List.of()))
        .hasMessageContaining("is no complete backup: it has no MANIFEST");
  }

  @Test
  void backupDoesNotHoldTheLogBackAfterItsEnd() throws Exception {
    try (ShardStore store = open(shard)) {
      Counters.create(store);
      BackupManifest manifest = store.backup(backup);
      for (long count = 1; count <= 60; count++) {
        Counters.setAll(store, count);
      }
      await().until(() -> store.firstRetainedLsn().compareTo(manifest.lastLsn()) > 0);
    }
    try (Stream<Path> archived = Files.list(archive)) {
      assertThat(archived).isNotEmpty();
    }
  }

  private interface Expected {
    long count(ShardStore store);
  }

  private Lsn restore(RestorePoint point, String name, Expected expected)
      throws InterruptedException, IOException {
    Path target = directory.resolve(name);
    Lsn reached = new BackupRestore(backup, List.of(archive)).restoreTo(target, point);
    try (ShardStore store = openRestored(target)) {
      assertThat(store.lastLsn()).isEqualTo(reached);
      assertThat(Counters.read(store)).isEqualTo(expected.count(store));
      assertThat(CheckStores.problemsOf(store, CheckStores.filesOf(target))).isEmpty();
    }
    return reached;
  }

  private ShardStore open(Path path) {
    return ShardStores.open(path, config(archive));
  }

  private static ShardStore openRestored(Path path) {
    return ShardStores.open(path, config(null));
  }

  /** Small segments, removed as soon as a checkpoint allows. */
  private static StoreConfig config(Path archive) {
    return StoreConfig.builder()
        .segmentBytes(64 << 10)
        .checkpointLogBytes(64 << 10)
        .initialMapBytes(16 << 20)
        .retention(new RetentionOptions(Duration.ZERO, 0, Long.MAX_VALUE, archive))
        .build();
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void assertInvalid(Call call, String hint) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_INVALID);
              assertThat(e.hint()).contains(hint);
            });
  }
}
