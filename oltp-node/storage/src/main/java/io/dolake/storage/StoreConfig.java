package io.dolake.storage;

import io.dolake.common.ShardId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.slot.RetentionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of a shard's store. Immutable; {@link Builder#build} reports everything that is wrong at
 * once.
 */
public final class StoreConfig {
  /** Opens the seam to the files of a directory. */
  public interface LogFilesFactory {
    LogFiles open(Path directory) throws IOException;
  }

  private final Builder settings;

  private StoreConfig(Builder settings) {
    this.settings = settings;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Number of the shard; a directory belongs to one shard for good. */
  public ShardId shardId() {
    return settings.shardId;
  }

  public Durability durability() {
    return settings.durability;
  }

  /**
   * Size at which the log goes on in a new segment; a larger transaction makes a larger segment.
   */
  public long segmentBytes() {
    return settings.segmentBytes;
  }

  /** Longest time between checkpoints while there are commits. */
  public Duration checkpointInterval() {
    return settings.checkpointInterval;
  }

  /** Most log between checkpoints: bounds the time that recovery takes. */
  public long checkpointLogBytes() {
    return settings.checkpointLogBytes;
  }

  /** Most growth of the LMDB file between checkpoints, which pin its pages. */
  public long checkpointDataBytes() {
    return settings.checkpointDataBytes;
  }

  /** First size of the LMDB map, which doubles when it is full. */
  public long initialMapBytes() {
    return settings.initialMapBytes;
  }

  /** Largest size of the LMDB map; DISK_FULL beyond. */
  public long maxMapBytes() {
    return settings.maxMapBytes;
  }

  /** Most read snapshots at a time. */
  public int maxReaders() {
    return settings.maxReaders;
  }

  /** How long a transaction may keep its snapshot before it is taken away (SNAPSHOT_TOO_OLD). */
  public Duration maxSnapshotAge() {
    return settings.maxSnapshotAge;
  }

  /** Most bytes that a transaction may change. */
  public long maxWriteSetBytes() {
    return settings.maxWriteSetBytes;
  }

  /** Most rows that a transaction may change. */
  public long maxWriteSetRows() {
    return settings.maxWriteSetRows;
  }

  /** Largest encoded row. */
  public int maxRowBytes() {
    return settings.maxRowBytes;
  }

  /** Memory for what recent commits wrote, against which reads are validated. */
  public long validationHistoryBytes() {
    return settings.validationHistoryBytes;
  }

  /**
   * Size at which commits that are only in memory are moved into LMDB, 256 MiB at most; there are
   * at most three times as many bytes of them. Snapshots that stay open keep up to an eighth of the
   * heap in addition.
   */
  public long memtableBytes() {
    return settings.memtableBytes;
  }

  /**
   * Memory outside the heap for copies of rows that are read by key, taken once many are; rounded
   * down to a power of two, 0 for none.
   */
  public long rowCacheBytes() {
    return settings.rowCacheBytes;
  }

  /** Most transactions that wait for the writer. */
  public int commitQueueLength() {
    return settings.commitQueueLength;
  }

  public RetentionOptions retention() {
    return settings.retention;
  }

  public Clock clock() {
    return settings.clock;
  }

  public LogFilesFactory logFiles() {
    return settings.logFiles;
  }

  public ExpressionCompiler expressionCompiler() {
    return settings.expressionCompiler;
  }

  /** Collects settings; every one has a default. */
  public static final class Builder {
    private ShardId shardId = new ShardId(0);
    private Durability durability = Durability.FSYNC;
    private long segmentBytes = 64L << 20;
    private Duration checkpointInterval = Duration.ofSeconds(30);
    private long checkpointLogBytes = 64L << 20;
    private long checkpointDataBytes = 512L << 20;
    private long initialMapBytes = 1L << 30;
    private long maxMapBytes = 1L << 40;
    private int maxReaders = 4096;
    private Duration maxSnapshotAge = Duration.ofHours(1);
    private long maxWriteSetBytes = Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);
    private long maxWriteSetRows = 10_000_000;
    private int maxRowBytes = 16 << 20;
    private long validationHistoryBytes =
        Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);
    private long memtableBytes = Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32);
    private long rowCacheBytes = Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 8);
    private int commitQueueLength = 4096;
    private RetentionOptions retention = RetentionOptions.DEFAULT;
    private Clock clock = Clock.systemUTC();
    private LogFilesFactory logFiles = DiskLogFiles::new;
    private ExpressionCompiler expressionCompiler = new NoExpressions();

    private Builder() {}

    public Builder shardId(ShardId value) {
      shardId = value;
      return this;
    }

    public Builder durability(Durability value) {
      durability = value;
      return this;
    }

    public Builder segmentBytes(long value) {
      segmentBytes = value;
      return this;
    }

    public Builder checkpointInterval(Duration value) {
      checkpointInterval = value;
      return this;
    }

    public Builder checkpointLogBytes(long value) {
      checkpointLogBytes = value;
      return this;
    }

    public Builder checkpointDataBytes(long value) {
      checkpointDataBytes = value;
      return this;
    }

    public Builder initialMapBytes(long value) {
      initialMapBytes = value;
      return this;
    }

    public Builder maxMapBytes(long value) {
      maxMapBytes = value;
      return this;
    }

    public Builder maxReaders(int value) {
      maxReaders = value;
      return this;
    }

    public Builder maxSnapshotAge(Duration value) {
      maxSnapshotAge = value;
      return this;
    }

    public Builder maxWriteSetBytes(long value) {
      maxWriteSetBytes = value;
      return this;
    }

    public Builder maxWriteSetRows(long value) {
      maxWriteSetRows = value;
      return this;
    }

    public Builder maxRowBytes(int value) {
      maxRowBytes = value;
      return this;
    }

    public Builder validationHistoryBytes(long value) {
      validationHistoryBytes = value;
      return this;
    }

    public Builder memtableBytes(long value) {
      memtableBytes = value;
      return this;
    }

    public Builder rowCacheBytes(long value) {
      rowCacheBytes = value;
      return this;
    }

    public Builder commitQueueLength(int value) {
      commitQueueLength = value;
      return this;
    }

    public Builder retention(RetentionOptions value) {
      retention = value;
      return this;
    }

    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    public Builder logFiles(LogFilesFactory value) {
      logFiles = value;
      return this;
    }

    public Builder expressionCompiler(ExpressionCompiler value) {
      expressionCompiler = value;
      return this;
    }

    /** CONFIGURATION_INVALID, naming all settings that are out of range. */
    public StoreConfig build() {
      List<String> problems = new ArrayList<>();
      require(problems, segmentBytes >= 64 << 10, "segmentBytes is below 64 KiB");
      require(problems, isPositive(checkpointInterval), "checkpointInterval is not positive");
      require(problems, checkpointLogBytes >= 64 << 10, "checkpointLogBytes is below 64 KiB");
      require(problems, checkpointDataBytes >= 1 << 20, "checkpointDataBytes is below 1 MiB");
      require(problems, initialMapBytes >= 1 << 20, "initialMapBytes is below 1 MiB");
      require(problems, maxMapBytes >= initialMapBytes, "maxMapBytes is below initialMapBytes");
      require(problems, maxReaders >= 8, "maxReaders is below 8");
      require(problems, isPositive(maxSnapshotAge), "maxSnapshotAge is not positive");
      require(problems, maxWriteSetBytes >= 1 << 16, "maxWriteSetBytes is below 64 KiB");
      require(problems, maxWriteSetRows >= 1, "maxWriteSetRows is below 1");
      require(
          problems,
          maxRowBytes >= 1 << 10 && maxRowBytes <= 1 << 30,
          "maxRowBytes is not between 1 KiB and 1 GiB");
      require(
          problems, validationHistoryBytes >= 1 << 16, "validationHistoryBytes is below 64 KiB");
      require(
          problems,
          memtableBytes >= 1 << 10 && memtableBytes <= 256 << 20,
          "memtableBytes is not between 1 KiB and 256 MiB");
      require(problems, rowCacheBytes >= 0, "rowCacheBytes is negative");
      require(problems, commitQueueLength >= 1, "commitQueueLength is below 1");
      require(
          problems,
          shardId != null
              && durability != null
              && retention != null
              && clock != null
              && logFiles != null
              && expressionCompiler != null,
          "a setting is null");
      if (!problems.isEmpty()) {
        throw new DoLakeException(
            ErrorCode.CONFIGURATION_INVALID, "store settings: " + String.join("; ", problems));
      }
      return new StoreConfig(copy());
    }

    private static boolean isPositive(Duration duration) {
      return duration != null && !duration.isZero() && !duration.isNegative();
    }

    private static void require(List<String> problems, boolean valid, String problem) {
      if (!valid) {
        problems.add(problem);
      }
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.shardId = shardId;
      copy.durability = durability;
      copy.segmentBytes = segmentBytes;
      copy.checkpointInterval = checkpointInterval;
      copy.checkpointLogBytes = checkpointLogBytes;
      copy.checkpointDataBytes = checkpointDataBytes;
      copy.initialMapBytes = initialMapBytes;
      copy.maxMapBytes = maxMapBytes;
      copy.maxReaders = maxReaders;
      copy.maxSnapshotAge = maxSnapshotAge;
      copy.maxWriteSetBytes = maxWriteSetBytes;
      copy.maxWriteSetRows = maxWriteSetRows;
      copy.maxRowBytes = maxRowBytes;
      copy.validationHistoryBytes = validationHistoryBytes;
      copy.memtableBytes = memtableBytes;
      copy.rowCacheBytes = rowCacheBytes;
      copy.commitQueueLength = commitQueueLength;
      copy.retention = retention;
      copy.clock = clock;
      copy.logFiles = logFiles;
      copy.expressionCompiler = expressionCompiler;
      return copy;
    }
  }
}
