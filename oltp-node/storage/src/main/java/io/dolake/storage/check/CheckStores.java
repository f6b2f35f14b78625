package io.dolake.storage.check;

import io.dolake.storage.Durability;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.slot.RetentionOptions;
import io.dolake.storage.verify.StoreVerifier;
import io.dolake.storage.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Opens stores for the campaigns. */
public final class CheckStores {
  private static final int SMALL_SEGMENT_BYTES = 128 << 10;

  /** So small that rows take them from each other all the time. */
  private static final long CROWDED_CACHE_BYTES = 8 << 10;

  private CheckStores() {}

  /** A store with default settings. */
  public static ShardStore open(Path directory) {
    return ShardStores.open(directory, StoreConfig.builder().build());
  }

  /** A store that brings its commits into LMDB all the time. */
  public static ShardStore openWithSmallMemtables(Path directory) {
    return ShardStores.open(
        directory,
        StoreConfig.builder().memtableBytes(64 << 10).rowCacheBytes(CROWDED_CACHE_BYTES).build());
  }

  /**
   * A store that checkpoints, moves memtables, begins segments and removes them all the time.
   *
   * @param files where everything but LMDB's own files is
   */
  public static ShardStore openForCrash(Path directory, LogFiles files, Durability durability) {
    return ShardStores.open(
        directory,
        StoreConfig.builder()
            .durability(durability)
            .segmentBytes(SMALL_SEGMENT_BYTES)
            .checkpointInterval(Duration.ofMillis(20))
            .checkpointLogBytes(64 << 10)
            .memtableBytes(8 << 10)
            .rowCacheBytes(CROWDED_CACHE_BYTES)
            .initialMapBytes(16 << 20)
            .retention(new RetentionOptions(Duration.ZERO, 0, Long.MAX_VALUE, null))
            .logFiles(ignored -> files)
            .build());
  }

  /** The log, checkpoint and slot files of a shard's directory. */
  public static LogFiles filesOf(Path directory) throws IOException {
    return new DiskLogFiles(directory.resolve("log"));
  }

  /** The problems that verifying the store finds; empty for none. */
  public static String problemsOf(ShardStore store, LogFiles files) throws InterruptedException {
    VerifyReport report =
        new StoreVerifier(files, store, (expression, table) -> row -> null).verify();
    return String.join("; ", report.problems());
  }
}
