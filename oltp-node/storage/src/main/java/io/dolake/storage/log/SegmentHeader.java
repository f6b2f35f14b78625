package io.dolake.storage.log;

import static io.dolake.storage.log.LogFormat.SEGMENT_HEADER_BYTES;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * First bytes of a segment, as drawn at {@link LogFormat}.
 *
 * @param previousTimestamp commit timestamp of the transaction before the first of this segment; 0
 *     for none
 */
public record SegmentHeader(
    int shardId, long firstLsn, long previousTimestamp, long createdAtMillis) {
  private static final int CHECKSUM_OFFSET = SEGMENT_HEADER_BYTES - Integer.BYTES;

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(SEGMENT_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .putLong(LogFormat.SEGMENT_MAGIC)
        .putInt(LogFormat.VERSION)
        .putInt(shardId)
        .putLong(firstLsn)
        .putLong(previousTimestamp)
        .putLong(createdAtMillis);
    bytes.putInt(CHECKSUM_OFFSET, checksum(bytes));
    return bytes.clear();
  }

  /** Reads a header; LOG_DAMAGED or STORE_FORMAT_VERSION with the segment's name otherwise. */
  static SegmentHeader decode(ByteBuffer bytes, String segmentName) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < SEGMENT_HEADER_BYTES
        || bytes.getLong(0) != LogFormat.SEGMENT_MAGIC
        || bytes.getInt(CHECKSUM_OFFSET) != checksum(bytes)) {
      throw new DoLakeException(
          ErrorCode.LOG_DAMAGED,
          "log segment " + segmentName + " has no valid header",
          "restore the shard from a backup");
    }
    if (bytes.getInt(8) != LogFormat.VERSION) {
      throw new DoLakeException(
          ErrorCode.STORE_FORMAT_VERSION,
          "log segment "
              + segmentName
              + " has format version "
              + bytes.getInt(8)
              + ", this program reads version "
              + LogFormat.VERSION,
          "open it with the version of DoLake that wrote it");
    }
    return new SegmentHeader(
        bytes.getInt(12), bytes.getLong(16), bytes.getLong(24), bytes.getLong(32));
  }

  /** The checksum that the first frame chains to. */
  static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CHECKSUM_OFFSET));
    return (int) crc.getValue();
  }
}
