package io.dolake.storage.log;

import static io.dolake.storage.log.LogFormat.FRAME_HEADER_BYTES;
import static io.dolake.storage.log.LogFormat.MAX_PAYLOAD_BYTES;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Looks for valid frames at arbitrary places of damaged bytes. */
final class FrameProbe {
  private final ByteBuffer bytes;
  private final CRC32C crc = new CRC32C();

  FrameProbe(ByteBuffer littleEndianBytes) {
    this.bytes = littleEndianBytes;
  }

  /** The durable LSN in the valid frame at this offset, or -1 if there is none. */
  long durableLsnAt(int offset) {
    if (offset + FRAME_HEADER_BYTES > bytes.limit()) {
      return -1;
    }
    int length = bytes.getInt(offset);
    if (length <= 0
        || length > MAX_PAYLOAD_BYTES
        || offset + FRAME_HEADER_BYTES + length > bytes.limit()) {
      return -1;
    }
    crc.reset();
    crc.update(bytes.duplicate().position(offset + 8).limit(offset + FRAME_HEADER_BYTES + length));
    return bytes.getInt(offset + 4) == (int) crc.getValue() ? bytes.getLong(offset + 16) : -1;
  }
}
