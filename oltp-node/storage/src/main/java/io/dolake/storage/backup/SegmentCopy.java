package io.dolake.storage.backup;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.SegmentReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Copies the beginning of a log segment, up to the end of a transaction. */
final class SegmentCopy {
  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * What a segment holds.
   *
   * @param endPosition where the last transaction ends
   * @param lastTimestamp its commit timestamp
   */
  record Extent(long endPosition, long lastLsn, long lastTimestamp) {}

  private SegmentCopy() {}

  /**
   * Finds the last whole transaction of a segment at or below an LSN and a time.
   *
   * @throws DoLakeException LOG_DAMAGED if the segment is damaged before its last transaction
   */
  static Extent measure(LogFiles source, String name, long lastLsn, long lastTimestamp)
      throws IOException {
    try (SegmentReader frames = SegmentReader.open(source, name)) {
      Extent extent =
          new Extent(
              frames.nextPosition(),
              frames.header().firstLsn() - 1,
              frames.header().previousTimestamp());
      long timestamp = 0;
      SegmentReader.Status status;
      while ((status = frames.next()) == SegmentReader.Status.FRAME && frames.lsn() <= lastLsn) {
        if (frames.isFirst()) {
          timestamp = frames.payload().getLong(frames.payload().position());
        }
        if (timestamp > lastTimestamp) {
          return extent;
        }
        if (frames.isLast()) {
          extent = new Extent(frames.nextPosition(), frames.lsn(), timestamp);
        }
      }
      if (status == SegmentReader.Status.DAMAGED) {
        throw new DoLakeException(
            ErrorCode.LOG_DAMAGED,
            "log segment " + name + " is damaged at byte " + frames.nextPosition(),
            "use another copy of it");
      }
      return extent;
    }
  }

  /** Copies the first bytes of a segment to a new file and syncs it. */
  static void copy(LogFiles source, LogFiles target, String name, long endPosition)
      throws IOException {
    try (LogFile from = source.openForRead(name);
        LogFile to = target.create(name)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      long position = 0;
      while (position < endPosition) {
        buffer.clear().limit((int) Math.min(BUFFER_BYTES, endPosition - position));
        if (from.read(buffer, position) == 0) {
          throw new IOException(name + " ends before byte " + endPosition);
        }
        buffer.flip();
        int count = buffer.remaining();
        to.write(buffer, position);
        position += count;
      }
      to.sync();
    }
  }
}
