package io.dolake.storage.backup;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.ShardId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.backup.BackupManifest.BackupFile;
import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogSegment;
import io.dolake.storage.log.ReadableLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies a running shard whose last checkpoint is held meanwhile.
 *
 * <ol>
 *   <li>LMDB's file goes first, as it lies on the disk. The pages of the held checkpoint do not
 *       change; the others may be in any state, as after a crash, and recovery does not use them.
 *   <li>The checkpoint file, and the log from the checkpoint to the last transaction that is
 *       durable by then.
 *   <li>The manifest, when all else is synced.
 * </ol>
 */
public final class BackupWriter {
  static final String FORMAT_PATH = "FORMAT";
  static final String DATA_PATH = "data/data.mdb";
  static final String LOG_DIRECTORY = "log";

  /** The held checkpoint. */
  public interface CheckpointSource {
    /** Last transaction in it. */
    long lsn();

    /** That transaction's commit timestamp. */
    long timestamp();

    /** Writes its file to another log directory. */
    void writeTo(LogFiles target) throws IOException;
  }

  private final ShardId shardId;
  private final Path formatFile;
  private final Path dataFile;
  private final LogFiles logFiles;
  private final ReadableLog log;

  public BackupWriter(
      ShardId shardId, Path formatFile, Path dataFile, LogFiles logFiles, ReadableLog log) {
    this.shardId = shardId;
    this.formatFile = formatFile;
    this.dataFile = dataFile;
    this.logFiles = logFiles;
    this.log = log;
  }

  /** Writes the backup; BACKUP_INVALID if the directory has anything in it. */
  public BackupManifest write(Path target, CheckpointSource checkpoint, Instant createdAt) {
    requireEmpty(target);
    try {
      List<BackupFile> files = new ArrayList<>();
      files.add(FileCopy.copy(formatFile, target, FORMAT_PATH));
      files.add(FileCopy.copy(dataFile, target, DATA_PATH));
      LogFiles targetLog = new DiskLogFiles(target.resolve(LOG_DIRECTORY));
      checkpoint.writeTo(targetLog);
      SegmentCopy.Extent end = copyLog(targetLog, checkpoint.lsn());
      for (String name : targetLog.list()) {
        files.add(FileCopy.measure(target, LOG_DIRECTORY + "/" + name));
      }
      targetLog.syncDirectory();
      FileCopy.sync(target.resolve(DATA_PATH).getParent());
      BackupManifest manifest =
          new BackupManifest(
              shardId,
              new Lsn(checkpoint.lsn()),
              new HlcTimestamp(checkpoint.timestamp()),
              new Lsn(end.lastLsn()),
              new HlcTimestamp(end.lastTimestamp()),
              createdAt,
              files);
      writeManifest(target, manifest);
      return manifest;
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR,
          "the backup to " + target + " failed: " + e.getMessage(),
          "Check the disk, remove the directory and try again.",
          e);
    }
  }

  static void requireEmpty(Path target) {
    try {
      Files.createDirectories(target);
      try (Stream<Path> entries = Files.list(target)) {
        if (entries.findAny().isPresent()) {
          throw new DoLakeException(
              ErrorCode.BACKUP_INVALID,
              "directory " + target + " is not empty",
              "Name a directory that does not exist yet.");
        }
      }
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR, "cannot create " + target + ": " + e.getMessage(), null, e);
    }
  }

  private SegmentCopy.Extent copyLog(LogFiles target, long checkpointLsn) throws IOException {
    long lastLsn = log.lastLsn();
    SegmentCopy.Extent end = null;
    List<LogSegment> segments = log.segments();
    for (int i = 0; i < segments.size(); i++) {
      boolean before =
          i + 1 < segments.size() && segments.get(i + 1).firstLsn() <= checkpointLsn + 1;
      if (before || segments.get(i).firstLsn() > lastLsn + 1) {
        continue;
      }
      String name = segments.get(i).name();
      end = SegmentCopy.measure(logFiles, name, lastLsn, Long.MAX_VALUE);
      SegmentCopy.copy(logFiles, target, name, end.endPosition());
    }
    return end;
  }

  private static void writeManifest(Path target, BackupManifest manifest) throws IOException {
    Path partial = target.resolve(BackupManifest.NAME + ".partial");
    Files.write(partial, manifest.toText().getBytes(StandardCharsets.UTF_8));
    FileCopy.sync(partial);
    Files.move(partial, target.resolve(BackupManifest.NAME));
    FileCopy.sync(target);
  }
}
