package io.dolake.storage.log;

import static io.dolake.storage.log.LogFormat.FRAME_HEADER_BYTES;
import static io.dolake.storage.log.LogFormat.MAX_PAYLOAD_BYTES;
import static io.dolake.storage.log.LogFormat.SEGMENT_HEADER_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The tail of a shard's log. Belongs to whoever holds the writer's role; not thread-safe.
 *
 * <p>A group of transactions is written as {@link #reserve}, then for each transaction {@link
 * #begin}, {@code put...}, {@link #end}, and at last {@link #flush} and {@link #sync}. Only {@code
 * reserve} may fail without consequence: it makes room before anything of the group is written, so
 * that a full disk is met while the group can still be refused. After any other failure the bytes
 * behind the durable end are unknown and the writer must not be used again.
 *
 * <p>Segments are filled with zeros ahead of the writing position, so that a sync writes data
 * blocks only and need not wait for the file system's journal: in steps, or as a whole where the
 * segment before left time for it ({@link SpareSegment}).
 */
public final class LogWriter implements AutoCloseable {
  /** A sync of the log failed: nobody knows what the disk holds, and no later sync can tell. */
  public static final class SyncFailedException extends IOException {
    SyncFailedException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static final int FLUSH_THRESHOLD_BYTES = 4 << 20;
  private static final int FIRST_EXTENT_BYTES = 64 << 10;
  private static final int LARGEST_EXTENT_BYTES = 4 << 20;

  private final LogFiles files;
  private final int shardId;
  private final long segmentBytes;
  private final SpareSegment spare;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(FLUSH_THRESHOLD_BYTES + MAX_PAYLOAD_BYTES + 2 * FRAME_HEADER_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN);
  private final ZeroPages zeros = new ZeroPages();
  private final CRC32C crc = new CRC32C();

  private LogFile file;

  /** Name of a segment that is being created, or whose creation failed; else null. */
  private String unfinishedSegment;

  private long segmentFirstLsn;
  private long bufferPosition;
  private long allocatedEnd;
  private int previousChecksum;
  private long durableLsn;

  private long currentLsn;
  private int frameStart;
  private int frameFlags;

  /** Continues a log whose valid part ends at {@code tail}. */
  public LogWriter(LogFiles files, int shardId, long segmentBytes, LogTail tail)
      throws IOException {
    this.files = files;
    this.shardId = shardId;
    this.segmentBytes = segmentBytes;
    this.spare = new SpareSegment(files, shardId, segmentBytes);
    this.durableLsn = tail.lastLsn();
    if (tail.segmentName() == null) {
      createSegment(tail.lastLsn() + 1, tail.lastTimestamp(), System.currentTimeMillis());
    } else {
      this.file = files.open(tail.segmentName());
      this.segmentFirstLsn = LogFormat.firstLsnOf(tail.segmentName());
      this.bufferPosition = tail.position();
      this.allocatedEnd = tail.position();
      this.previousChecksum = tail.previousChecksum();
    }
  }

  /** Whether a group of this size goes into a new segment, before which all must be durable. */
  public boolean needsNewSegment(long bytes) {
    return bufferPosition > SEGMENT_HEADER_BYTES && bufferPosition + bytes > segmentBytes;
  }

  /**
   * Makes room for a group, in a new segment if the current one is full. After an exception there
   * is no room, but there may be a new segment; {@link #segmentFirstLsn} tells.
   *
   * @param bytes at least what the group will take, by {@link #sizeBound}
   * @param nextLsn LSN of the group's first transaction
   * @param lastTimestamp commit timestamp of the transaction before it
   */
  public void reserve(long bytes, long nextLsn, long lastTimestamp, long nowMillis)
      throws IOException {
    removeUnfinishedSegment();
    if (needsNewSegment(bytes)) {
      file.truncate(bufferPosition);
      allocatedEnd = bufferPosition;
      LogFile full = file;
      createSegment(nextLsn, lastTimestamp, nowMillis);
      full.close();
    }
    if (bufferPosition >= segmentBytes / 2) {
      spare.want();
    }
    // One frame header more than the group: the zero length that marks the end.
    extendTo(bufferPosition + bytes + FRAME_HEADER_BYTES);
  }

  /** Most bytes that a transaction with a record of this size takes in the log. */
  public static long sizeBound(long recordBytes) {
    long frames = recordBytes / MAX_PAYLOAD_BYTES + 1;
    return recordBytes + frames * (FRAME_HEADER_BYTES + LogFormat.FRAME_ALIGNMENT);
  }

  private void createSegment(long firstLsn, long previousTimestamp, long nowMillis)
      throws IOException {
    String name = LogFormat.segmentName(firstLsn);
    unfinishedSegment = name;
    // A crash may have left one behind in which nothing was ever acknowledged.
    files.delete(name);
    ByteBuffer header = new SegmentHeader(shardId, firstLsn, previousTimestamp, nowMillis).encode();
    int checksum = header.getInt(SEGMENT_HEADER_BYTES - Integer.BYTES);
    LogFile created = spare.take(name, header);
    long createdEnd = spare.bytes();
    if (created == null) {
      created = createFile(name, header);
      createdEnd = SEGMENT_HEADER_BYTES;
    }
    try {
      files.syncDirectory();
    } catch (IOException e) {
      created.close();
      throw e;
    }
    unfinishedSegment = null;
    file = created;
    segmentFirstLsn = firstLsn;
    bufferPosition = SEGMENT_HEADER_BYTES;
    allocatedEnd = createdEnd;
    previousChecksum = checksum;
  }

  private LogFile createFile(String name, ByteBuffer header) throws IOException {
    LogFile created = files.create(name);
    try {
      created.write(header, 0);
      created.sync();
      return created;
    } catch (IOException e) {
      created.close();
      throw e;
    }
  }

  /**
   * A segment whose creation failed must be gone for good before anything is written again: a
   * smaller group may still fit into the segment before it, and then two would hold the same LSN.
   */
  private void removeUnfinishedSegment() throws IOException {
    if (unfinishedSegment != null) {
      files.delete(unfinishedSegment);
      files.syncDirectory();
      unfinishedSegment = null;
    }
  }

  private void extendTo(long end) throws IOException {
    if (end <= allocatedEnd) {
      return;
    }
    long extent = Math.min(Math.max(allocatedEnd / 2, FIRST_EXTENT_BYTES), LARGEST_EXTENT_BYTES);
    long target = Math.max(end, Math.min(allocatedEnd + extent, Math.max(segmentBytes, end)));
    zeros.write(file, allocatedEnd, target);
    allocatedEnd = target;
  }

  /** Starts a transaction's record. */
  public void begin(long lsn) throws IOException {
    currentLsn = lsn;
    beginFrame(LogFormat.FLAG_FIRST);
  }

  private void beginFrame(int flags) throws IOException {
    if (buffer.position() > FLUSH_THRESHOLD_BYTES) {
      flush();
    }
    frameStart = buffer.position();
    frameFlags = flags;
    buffer.position(frameStart + FRAME_HEADER_BYTES);
  }

  private void endFrame() {
    int end = buffer.position();
    int payloadLength = end - frameStart - FRAME_HEADER_BYTES;
    buffer.putInt(frameStart, payloadLength);
    buffer.putLong(frameStart + 8, currentLsn);
    buffer.putLong(frameStart + 16, durableLsn);
    buffer.putInt(frameStart + 24, previousChecksum);
    buffer.putInt(frameStart + 28, frameFlags);
    crc.reset();
    crc.update(buffer.duplicate().position(frameStart + 8).limit(end));
    previousChecksum = (int) crc.getValue();
    buffer.putInt(frameStart + 4, previousChecksum);
    int aligned = frameStart + LogFormat.align(end - frameStart);
    while (buffer.position() < aligned) {
      buffer.put((byte) 0);
    }
  }

  /** Ends the transaction's record; it is not yet in the file. */
  public void end() {
    frameFlags |= LogFormat.FLAG_LAST;
    endFrame();
  }

  private int roomInFrame() throws IOException {
    int room = MAX_PAYLOAD_BYTES - (buffer.position() - frameStart - FRAME_HEADER_BYTES);
    if (room > 0) {
      return room;
    }
    endFrame();
    beginFrame(0);
    return MAX_PAYLOAD_BYTES;
  }

  void putByte(int value) throws IOException {
    roomInFrame();
    buffer.put((byte) value);
  }

  void putLong(long value) throws IOException {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      putByte((int) (value >>> shift));
    }
  }

  void putVarint(long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      putByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    putByte((int) rest);
  }

  void putBytes(byte[] bytes) throws IOException {
    putVarint(bytes.length);
    int offset = 0;
    while (offset < bytes.length) {
      int count = Math.min(roomInFrame(), bytes.length - offset);
      buffer.put(bytes, offset, count);
      offset += count;
    }
  }

  /** Hands what is buffered to the file system. */
  public void flush() throws IOException {
    buffer.flip();
    int count = buffer.remaining();
    if (count > 0) {
      file.write(buffer, bufferPosition);
      bufferPosition += count;
    }
    buffer.clear();
  }

  /**
   * Makes all flushed transactions durable; they end with {@code lastLsn}. Left out after most
   * groups with {@code durability = os}, where commits survive the process but not the machine.
   */
  public void sync(long lastLsn) throws IOException {
    try {
      file.sync();
    } catch (IOException e) {
      throw new SyncFailedException(e);
    }
    durableLsn = lastLsn;
  }

  /** Last transaction that was synced. */
  public long durableLsn() {
    return durableLsn;
  }

  public long segmentFirstLsn() {
    return segmentFirstLsn;
  }

  /** End of the written part of the current segment. */
  public long position() {
    return bufferPosition;
  }

  @Override
  public void close() throws IOException {
    spare.close();
    file.close();
  }
}
