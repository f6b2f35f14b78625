package io.dolake.storage.backup;

import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.backup.BackupManifest.BackupFile;
import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogFormat;
import io.dolake.storage.log.LogScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes a shard's directory from a backup, and from archived log segments if there are any, as of
 * the latest transaction, an LSN or a time. The shard is then opened as any other.
 *
 * <p>Replication slots are not restored: their readers know transactions that the restored shard
 * may not have. A restored shard needs a new archive directory, since its log goes on differently.
 */
public final class BackupRestore {
  private final Path backup;
  private final BackupManifest manifest;
  private final List<LogFiles> logs = new ArrayList<>();

  /**
   * @param archives directories with archived segments, or none
   * @throws DoLakeException BACKUP_INVALID if the backup has no valid manifest or its files are not
   *     those that it names
   */
  public BackupRestore(Path backup, List<Path> archives) {
    this.backup = backup;
    this.manifest = BackupManifest.read(backup);
    try {
      for (BackupFile file : manifest.files()) {
        requireWhole(file);
      }
      logs.add(new DiskLogFiles(backup.resolve(BackupWriter.LOG_DIRECTORY)));
      for (Path archive : archives) {
        logs.add(new DiskLogFiles(archive));
      }
    } catch (IOException e) {
      throw failed("cannot read the backup " + backup, e);
    }
  }

  private void requireWhole(BackupFile file) throws IOException {
    if (!Files.exists(backup.resolve(file.path()))
        || !FileCopy.measure(backup, file.path()).equals(file)) {
      throw new DoLakeException(
          ErrorCode.BACKUP_INVALID,
          "file " + file.path() + " of the backup " + backup + " is missing or damaged",
          "Use another backup.");
    }
  }

  public BackupManifest manifest() {
    return manifest;
  }

  /**
   * Restores into a new directory.
   *
   * @return the last transaction that the directory holds
   * @throws DoLakeException BACKUP_INVALID if the directory is not empty, or if the point is before
   *     the backup's checkpoint or behind the log at hand
   */
  public Lsn restoreTo(Path target, RestorePoint point) {
    requireNotBefore(point);
    BackupWriter.requireEmpty(target);
    try {
      FileCopy.copy(backup.resolve(BackupWriter.FORMAT_PATH), target, BackupWriter.FORMAT_PATH);
      FileCopy.copy(backup.resolve(BackupWriter.DATA_PATH), target, BackupWriter.DATA_PATH);
      LogFiles targetLog = new DiskLogFiles(target.resolve(BackupWriter.LOG_DIRECTORY));
      copyOthers(targetLog);
      long reached = copyLog(targetLog, point);
      requireReached(reached, point);
      targetLog.syncDirectory();
      FileCopy.sync(target.resolve(BackupWriter.DATA_PATH).getParent());
      FileCopy.sync(target);
      return new Lsn(reached);
    } catch (IOException e) {
      throw failed("cannot restore to " + target, e);
    }
  }

  /** The backup's files in the log directory that are no segments: the checkpoint. */
  private void copyOthers(LogFiles targetLog) throws IOException {
    LogFiles source = logs.get(0);
    for (String name : source.list()) {
      if (!LogFormat.isSegmentName(name)) {
        try (var file = source.openForRead(name)) {
          SegmentCopy.copy(source, targetLog, name, file.size());
        }
      }
    }
  }

  /** Copies the log from the checkpoint on, of each segment the copy that goes furthest. */
  private long copyLog(LogFiles targetLog, RestorePoint point) throws IOException {
    long checkpointLsn = manifest.checkpointLsn().value();
    TreeMap<Long, String> names = new TreeMap<>();
    for (LogFiles log : logs) {
      LogScanner.segments(log).forEach(name -> names.put(LogFormat.firstLsnOf(name), name));
    }
    Long start = names.floorKey(checkpointLsn + 1);
    long reached = start == null ? -1 : start - 1;
    while (start != null && names.containsKey(reached + 1)) {
      String name = names.get(reached + 1);
      long before = reached;
      reached = copySegment(name, targetLog, point);
      if (reached == before || reached >= point.lsn().value()) {
        break;
      }
    }
    return reached;
  }

  private long copySegment(String name, LogFiles targetLog, RestorePoint point) throws IOException {
    LogFiles best = null;
    SegmentCopy.Extent bestExtent = null;
    DoLakeException damage = null;
    for (LogFiles log : logs) {
      if (!log.exists(name)) {
        continue;
      }
      try {
        SegmentCopy.Extent extent =
            SegmentCopy.measure(log, name, point.lsn().value(), point.timestamp().value());
        if (bestExtent == null || extent.endPosition() > bestExtent.endPosition()) {
          best = log;
          bestExtent = extent;
        }
      } catch (DoLakeException e) {
        damage = e;
      }
    }
    if (best == null) {
      throw damage;
    }
    SegmentCopy.copy(best, targetLog, name, bestExtent.endPosition());
    return bestExtent.lastLsn();
  }

  private void requireNotBefore(RestorePoint point) {
    if (point.lsn().compareTo(manifest.checkpointLsn()) < 0
        || point.timestamp().compareTo(manifest.checkpointTimestamp()) < 0) {
      throw new DoLakeException(
          ErrorCode.BACKUP_INVALID,
          "the backup begins at LSN "
              + manifest.checkpointLsn()
              + " ("
              + manifest.checkpointTimestamp()
              + "), after the point to restore to",
          "Use an older backup.");
    }
  }

  private void requireReached(long reached, RestorePoint point) {
    if (reached < manifest.checkpointLsn().value()) {
      throw new DoLakeException(
          ErrorCode.BACKUP_INVALID,
          "the backup " + backup + " lacks the log of its checkpoint",
          "Use another backup.");
    }
    if (point.isLsn() && reached < point.lsn().value()) {
      throw new DoLakeException(
          ErrorCode.BACKUP_INVALID,
          "LSN " + point.lsn() + " is not in the backup or the archive, which end at " + reached,
          "Name the archive that has it.");
    }
  }

  private static DoLakeException failed(String what, IOException cause) {
    return new DoLakeException(
        ErrorCode.IO_ERROR, what + ": " + cause.getMessage(), "Check the disks.", cause);
  }
}
