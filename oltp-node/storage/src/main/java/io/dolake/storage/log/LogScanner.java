package io.dolake.storage.log;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the end of a log after an unclean stop.
 *
 * <p>What follows the last complete transaction may be a torn write: pages of an unsynced group
 * reach the disk in any order. Such a tail was never acknowledged and is cut off. Damage before it
 * must not be mistaken for a tail: every frame names the LSN that was durable when it was written,
 * so a valid frame behind the damage that vouches for the damaged LSN proves that acknowledged data
 * is lost, and the log is refused.
 */
public final class LogScanner {
  private static final Logger LOG = LoggerFactory.getLogger(LogScanner.class);

  private final LogFiles files;

  public LogScanner(LogFiles files) {
    this.files = files;
  }

  /** Names of the log's segments in LSN order. */
  public static List<String> segments(LogFiles files) throws IOException {
    return files.list().stream().filter(LogFormat::isSegmentName).toList();
  }

  /**
   * Scans the segments that hold transactions after {@code fromLsn}, cuts off a torn tail and makes
   * what is left durable. LOG_DAMAGED if acknowledged transactions are missing.
   *
   * @param shardId the shard that the segments must belong to
   * @param knownDurableLsn the log is known (from a checkpoint) to have been durable up to here
   */
  public LogTail recover(int shardId, long fromLsn, long knownDurableLsn) throws IOException {
    List<String> segments = segments(files);
    int index = segments.size() - 1;
    // Begins with the segment that holds fromLsn: the one after it may be cut short, which is only
    // harmless behind a whole one.
    while (index > 0 && LogFormat.firstLsnOf(segments.get(index)) > fromLsn) {
      index--;
    }
    if (segments.isEmpty()) {
      if (knownDurableLsn > 0) {
        throw missing(knownDurableLsn, "the log has no segments");
      }
      return new LogTail(null, 0, 0, 0, 0, 0);
    }
    if (LogFormat.firstLsnOf(segments.get(index)) > fromLsn + 1) {
      throw missing(fromLsn + 1, "the log begins with " + segments.get(index));
    }
    LogTail tail = null;
    for (; index < segments.size(); index++) {
      boolean last = index == segments.size() - 1;
      LogTail found = scanSegment(segments.get(index), shardId, last, tail);
      if (found == null) {
        // An empty last segment whose creation was cut short: the one before is the tail.
        files.delete(segments.get(index));
        files.syncDirectory();
        break;
      }
      tail = found;
    }
    if (tail == null) {
      return new LogTail(null, 0, 0, 0, 0, 0);
    }
    if (tail.lastLsn() < knownDurableLsn) {
      throw missing(tail.lastLsn() + 1, "the log ends in " + tail.segmentName());
    }
    cutTail(tail);
    return tail;
  }

  private LogTail scanSegment(String name, int shardId, boolean last, LogTail before)
      throws IOException {
    try (SegmentReader reader = openSegment(name, last, before)) {
      if (reader == null) {
        return null;
      }
      SegmentHeader header = reader.header();
      if (header.shardId() != shardId) {
        throw new DoLakeException(
            ErrorCode.LOG_DAMAGED,
            "log segment " + name + " belongs to shard " + header.shardId() + ", not " + shardId);
      }
      if (before != null && header.firstLsn() != before.lastLsn() + 1) {
        throw missing(before.lastLsn() + 1, "log segment " + name + " follows instead");
      }
      long lastLsn = header.firstLsn() - 1;
      long lastTimestamp = header.previousTimestamp();
      long end = reader.nextPosition();
      int checksum = reader.previousChecksum();
      long timestamp = lastTimestamp;
      SegmentReader.Status status;
      boolean inTransaction = false;
      while ((status = reader.next()) == SegmentReader.Status.FRAME) {
        if (reader.lsn() != lastLsn + 1 || reader.isFirst() == inTransaction) {
          throw damagedAt(name, reader.framePosition());
        }
        if (reader.isFirst()) {
          timestamp = reader.payload().getLong(reader.payload().position());
        }
        inTransaction = !reader.isLast();
        if (reader.isLast()) {
          lastLsn = reader.lsn();
          lastTimestamp = timestamp;
          end = reader.nextPosition();
          checksum = reader.previousChecksum();
        }
      }
      long discarded = 0;
      if (status == SegmentReader.Status.DAMAGED || inTransaction) {
        if (!last || isVouchedFor(name, reader.nextPosition(), lastLsn + 1)) {
          throw damagedAt(name, reader.nextPosition());
        }
        discarded = Math.max(1, writtenEnd(name) - end);
      }
      return new LogTail(name, end, checksum, lastLsn, lastTimestamp, discarded);
    }
  }

  /** Null for a last segment without valid header in which nothing was ever acknowledged. */
  private SegmentReader openSegment(String name, boolean last, LogTail before) throws IOException {
    try {
      return SegmentReader.open(files, name);
    } catch (DoLakeException e) {
      boolean nothingAcknowledged =
          last
              && e.code() == ErrorCode.LOG_DAMAGED
              && (before != null || LogFormat.firstLsnOf(name) == 1)
              && !isVouchedFor(name, 0, LogFormat.firstLsnOf(name));
      if (!nothingAcknowledged) {
        throw e;
      }
      LOG.warn("log segment {} was cut short when it was created: removing it", name);
      return null;
    }
  }

  /** Whether a valid frame at or behind the position says that {@code lsn} was durable. */
  private boolean isVouchedFor(String name, long position, long lsn) throws IOException {
    try (LogFile file = files.openForRead(name)) {
      ByteBuffer bytes =
          ByteBuffer.allocate(2 * LogFormat.MAX_PAYLOAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long size = file.size();
      FrameProbe probe = new FrameProbe(bytes);
      for (long start = position; start < size; start += LogFormat.MAX_PAYLOAD_BYTES) {
        bytes.clear();
        file.read(bytes, start);
        bytes.flip();
        int limit = Math.min(bytes.limit(), LogFormat.MAX_PAYLOAD_BYTES);
        for (int at = 0; at < limit; at += LogFormat.FRAME_ALIGNMENT) {
          if (probe.durableLsnAt(at) >= lsn) {
            return true;
          }
        }
      }
      return false;
    }
  }

  private long writtenEnd(String name) throws IOException {
    try (LogFile file = files.openForRead(name)) {
      return file.size();
    }
  }

  /**
   * Removes everything behind the tail, so that no frame of a discarded group can ever be taken for
   * one of a later group, and makes the rest durable: what recovery has seen, readers may see.
   */
  private void cutTail(LogTail tail) throws IOException {
    try (LogFile file = files.open(tail.segmentName())) {
      if (tail.discardedBytes() > 0) {
        LOG.warn(
            "log segment {} ends in an unfinished write: cut off at byte {}, after LSN {}",
            tail.segmentName(),
            tail.position(),
            tail.lastLsn());
      }
      file.truncate(tail.position());
      file.sync();
    }
  }

  private static DoLakeException damagedAt(String name, long position) {
    return new DoLakeException(
        ErrorCode.LOG_DAMAGED,
        "log segment " + name + " is damaged at byte " + position + ", before durable transactions",
        "restore the shard from a backup");
  }

  private static DoLakeException missing(long lsn, String what) {
    return new DoLakeException(
        ErrorCode.LOG_DAMAGED,
        "the log lacks the durable transaction with LSN " + lsn + ": " + what,
        "restore the shard from a backup");
  }
}
