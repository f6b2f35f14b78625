package io.dolake.storage.backup;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.ShardId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What a backup holds; the last file written to it, so that a directory without one is no backup.
 *
 * @param checkpointLsn what can be restored begins here
 * @param checkpointTimestamp that transaction's commit timestamp
 * @param lastLsn last transaction in it
 * @param lastTimestamp that transaction's commit timestamp
 * @param files all files, by path relative to the backup
 */
public record BackupManifest(
    ShardId shardId,
    Lsn checkpointLsn,
    HlcTimestamp checkpointTimestamp,
    Lsn lastLsn,
    HlcTimestamp lastTimestamp,
    Instant createdAt,
    List<BackupFile> files) {
  public static final String NAME = "MANIFEST";

  private static final String FIRST_LINE = "dolake-backup 1";
  private static final String CHECKSUM = "crc32c ";

  /** One file of a backup. */
  public record BackupFile(String path, long sizeBytes, int crc32c) {}

  public BackupManifest {
    Objects.requireNonNull(shardId, "shardId");
    Objects.requireNonNull(checkpointLsn, "checkpointLsn");
    Objects.requireNonNull(checkpointTimestamp, "checkpointTimestamp");
    Objects.requireNonNull(lastLsn, "lastLsn");
    Objects.requireNonNull(lastTimestamp, "lastTimestamp");
    Objects.requireNonNull(createdAt, "createdAt");
    files = List.copyOf(files);
  }

  /** Reads the manifest of a backup; BACKUP_INVALID if there is none or it is damaged. */
  public static BackupManifest read(Path backup) {
    try {
      return parse(Files.readString(backup.resolve(NAME), StandardCharsets.UTF_8), backup);
    } catch (NoSuchFileException e) {
      throw new DoLakeException(
          ErrorCode.BACKUP_INVALID, backup + " is no complete backup: it has no " + NAME, null, e);
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR, "cannot read " + backup + ": " + e.getMessage(), null, e);
    }
  }

  /** The manifest's text, its own checksum in the last line. */
  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(FIRST_LINE).append('\n');
    text.append("shard ").append(shardId).append('\n');
    text.append("checkpoint-lsn ").append(checkpointLsn).append('\n');
    text.append("checkpoint-timestamp ").append(checkpointTimestamp.value()).append('\n');
    text.append("last-lsn ").append(lastLsn).append('\n');
    text.append("last-timestamp ").append(lastTimestamp.value()).append('\n');
    text.append("created ").append(createdAt).append('\n');
    for (BackupFile file : files) {
      text.append(String.format("file %d %08x %s\n", file.sizeBytes(), file.crc32c(), file.path()));
    }
    String checksum = checksum(text.toString());
    return text.append(CHECKSUM).append(checksum).append('\n').toString();
  }

  static BackupManifest parse(String text, Path backup) {
    int end = text.lastIndexOf(CHECKSUM);
    if (!text.startsWith(FIRST_LINE + "\n")
        || end < 0
        || !text.substring(end + CHECKSUM.length())
            .strip()
            .equals(checksum(text.substring(0, end)))) {
      throw new DoLakeException(
          ErrorCode.BACKUP_INVALID, "the manifest of the backup " + backup + " is damaged");
    }
    String[] lines = text.substring(0, end).split("\n");
    List<BackupFile> files = new ArrayList<>();
    for (int i = 7; i < lines.length; i++) {
      String[] words = lines[i].split(" ", 4);
      files.add(
          new BackupFile(
              words[3], Long.parseLong(words[1]), Integer.parseUnsignedInt(words[2], 16)));
    }
    return new BackupManifest(
        new ShardId(Integer.parseInt(value(lines[1]))),
        new Lsn(Long.parseLong(value(lines[2]))),
        new HlcTimestamp(Long.parseLong(value(lines[3]))),
        new Lsn(Long.parseLong(value(lines[4]))),
        new HlcTimestamp(Long.parseLong(value(lines[5]))),
        Instant.parse(value(lines[6])),
        files);
  }

  private static String value(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
