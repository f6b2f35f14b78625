package io.dolake.storage.log;

import static io.dolake.storage.log.LogFormat.FRAME_HEADER_BYTES;
import static io.dolake.storage.log.LogFormat.MAX_PAYLOAD_BYTES;
import static io.dolake.storage.log.LogFormat.SEGMENT_HEADER_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Reads the frames of one segment in order and checks each one. Safe beside a writer as long as the
 * caller stops at the durable LSN. Belongs to one thread.
 */
public final class SegmentReader implements AutoCloseable {
  /** What {@link #next} found. */
  public enum Status {
    /** A valid frame. */
    FRAME,
    /** The end of the written part, as of this look: a later one may find more. */
    END,
    /** Bytes that are no valid frame, or one that does not follow the frame before it. */
    DAMAGED
  }

  private static final int BUFFER_BYTES = 2 * MAX_PAYLOAD_BYTES;

  /** First read after the end was met: a reader that follows the writer finds little each time. */
  private static final int SHORT_READ_BYTES = 16 << 10;

  private final String name;
  private final LogFile file;
  private final SegmentHeader header;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();

  /** Position in the file of the buffer's first byte. */
  private long bufferStart;

  /** How much the next read asks for; grows while there is more. */
  private int readBytes = SHORT_READ_BYTES;

  private long nextPosition = SEGMENT_HEADER_BYTES;
  private int previousChecksum;

  private long framePosition;
  private int chainedChecksum;
  private long lsn;
  private long durableLsn;
  private int flags;
  private ByteBuffer payload;

  /** Opens a segment; LOG_DAMAGED or STORE_FORMAT_VERSION if its header is not valid. */
  public static SegmentReader open(LogFiles files, String name) throws IOException {
    LogFile file = files.openForRead(name);
    try {
      return new SegmentReader(name, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private SegmentReader(String name, LogFile file) throws IOException {
    this.name = name;
    this.file = file;
    ByteBuffer bytes = ByteBuffer.allocate(SEGMENT_HEADER_BYTES);
    file.read(bytes, 0);
    bytes.flip();
    this.header = SegmentHeader.decode(bytes, name);
    this.previousChecksum = SegmentHeader.checksum(bytes);
    buffer.limit(0);
  }

  public String name() {
    return name;
  }

  public SegmentHeader header() {
    return header;
  }

  /**
   * Moves to the next frame. After END or DAMAGED the position stays, and it may be asked again.
   */
  public Status next() throws IOException {
    boolean readAhead = nextPosition < bufferStart + buffer.limit();
    Status status = lookAhead();
    if (status != Status.FRAME && readAhead) {
      // What was read ahead may have been written since: only fresh bytes tell.
      status = lookAhead();
    }
    return status;
  }

  private Status lookAhead() throws IOException {
    if (!fill(FRAME_HEADER_BYTES)) {
      return forget(onlyZerosAhead() ? Status.END : Status.DAMAGED);
    }
    int at = (int) (nextPosition - bufferStart);
    int length = buffer.getInt(at);
    if (length == 0) {
      return forget(isZero(at, FRAME_HEADER_BYTES) ? Status.END : Status.DAMAGED);
    }
    if (length < 0 || length > MAX_PAYLOAD_BYTES || !fill(FRAME_HEADER_BYTES + length)) {
      return forget(Status.DAMAGED);
    }
    at = (int) (nextPosition - bufferStart);
    crc.reset();
    crc.update(buffer.duplicate().position(at + 8).limit(at + FRAME_HEADER_BYTES + length));
    int checksum = (int) crc.getValue();
    if (buffer.getInt(at + 4) != checksum || buffer.getInt(at + 24) != previousChecksum) {
      return forget(Status.DAMAGED);
    }
    framePosition = nextPosition;
    chainedChecksum = previousChecksum;
    lsn = buffer.getLong(at + 8);
    durableLsn = buffer.getLong(at + 16);
    flags = buffer.get(at + 28);
    payload = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    payload.position(at + FRAME_HEADER_BYTES).limit(at + FRAME_HEADER_BYTES + length);
    previousChecksum = checksum;
    nextPosition += LogFormat.align(FRAME_HEADER_BYTES + length);
    return Status.FRAME;
  }

  /** Drops what was read ahead, which a writer may since have changed. */
  private Status forget(Status status) {
    buffer.limit(0);
    bufferStart = nextPosition;
    readBytes = SHORT_READ_BYTES;
    return status;
  }

  private boolean fill(int needed) throws IOException {
    long end = bufferStart + buffer.limit();
    if (nextPosition >= bufferStart && nextPosition + needed <= end) {
      return true;
    }
    if (nextPosition >= bufferStart && nextPosition < end) {
      buffer.position((int) (nextPosition - bufferStart));
      buffer.compact();
    } else {
      buffer.clear();
    }
    bufferStart = nextPosition;
    int wanted = Math.max(needed, buffer.position() + readBytes);
    buffer.limit(Math.min(wanted, buffer.capacity()));
    readBytes = Math.min(4 * readBytes, BUFFER_BYTES);
    file.read(buffer, bufferStart + buffer.position());
    buffer.flip();
    return buffer.limit() >= needed;
  }

  private boolean onlyZerosAhead() {
    int at = (int) (nextPosition - bufferStart);
    return at >= buffer.limit() || isZero(at, buffer.limit() - at);
  }

  private boolean isZero(int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (buffer.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Goes to the start of a frame whose place is known, so that it is the next one.
   *
   * @param checksum what {@link #chainedChecksum} was at that frame
   */
  void seek(long position, int checksum) {
    nextPosition = position;
    previousChecksum = checksum;
    forget(Status.END);
  }

  /** Checksum of the frame before the current one. */
  int chainedChecksum() {
    return chainedChecksum;
  }

  /** Where the current frame starts. */
  public long framePosition() {
    return framePosition;
  }

  /** Where the frame after the current one starts. */
  public long nextPosition() {
    return nextPosition;
  }

  /** Checksum of the current frame, to which the next one chains. */
  public int previousChecksum() {
    return previousChecksum;
  }

  public long lsn() {
    return lsn;
  }

  public long durableLsn() {
    return durableLsn;
  }

  public boolean isFirst() {
    return (flags & LogFormat.FLAG_FIRST) != 0;
  }

  public boolean isLast() {
    return (flags & LogFormat.FLAG_LAST) != 0;
  }

  /** The current frame's payload; valid until the next call of {@link #next}. */
  public ByteBuffer payload() {
    return payload;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
