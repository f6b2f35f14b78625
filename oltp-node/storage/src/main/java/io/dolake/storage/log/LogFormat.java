package io.dolake.storage.log;

/**
 * Numbers of log format version 1. All integers are little-endian; {@code varint} is an unsigned
 * LEB128 of up to ten bytes.
 *
 * <pre>
 * segment header, 64 bytes
 *   0  8  magic "DOLAKLOG"
 *   8  4  format version
 *  12  4  shard id
 *  16  8  LSN of the first transaction in this segment
 *  24  8  commit timestamp of the transaction before it (0 for none)
 *  32  8  time of creation, Unix milliseconds
 *  40 20  zero
 *  60  4  CRC32C of bytes 0..59
 *
 * frame, at a multiple of 8, padded with zeros to one
 *   0  4  payload length n, 1..{@link #MAX_PAYLOAD_BYTES}; 0 marks the end of the written part
 *   4  4  CRC32C of bytes 8..31 and the payload
 *   8  8  LSN of the transaction it belongs to
 *  16  8  durable LSN: highest LSN that was synced when this frame was written
 *  24  4  CRC32C of the frame before it in this segment (of the segment header for the first)
 *  28  1  flags: {@link #FLAG_FIRST}, {@link #FLAG_LAST}
 *  29  3  zero
 *  32  n  payload: a piece of the transaction
 * </pre>
 *
 * The payloads of a transaction's frames, put together, are one transaction record; see {@link
 * TransactionWriter}.
 */
public final class LogFormat {
  public static final int VERSION = 1;

  /** {@code "DOLAKLOG"} read as a little-endian long. */
  public static final long SEGMENT_MAGIC = 0x474F4C4B414C4F44L;

  public static final int SEGMENT_HEADER_BYTES = 64;
  public static final int FRAME_HEADER_BYTES = 32;
  public static final int FRAME_ALIGNMENT = 8;
  public static final int MAX_PAYLOAD_BYTES = 1 << 20;

  /** The frame begins its transaction. */
  public static final int FLAG_FIRST = 1;

  /** The frame ends its transaction: without it nothing of the transaction counts. */
  public static final int FLAG_LAST = 2;

  /** Kinds of steps inside a transaction record. */
  static final int STEP_INSERT = 1;

  static final int STEP_UPDATE = 2;
  static final int STEP_DELETE = 3;
  static final int STEP_CATALOG = 4;

  private static final String SUFFIX = ".log";

  private LogFormat() {}

  /** File name of the segment whose first transaction has this LSN; sorts in LSN order. */
  public static String segmentName(long firstLsn) {
    return String.format("%020d%s", firstLsn, SUFFIX);
  }

  public static boolean isSegmentName(String name) {
    return name.length() == 20 + SUFFIX.length()
        && name.endsWith(SUFFIX)
        && name.chars().limit(20).allMatch(c -> c >= '0' && c <= '9');
  }

  public static long firstLsnOf(String segmentName) {
    return Long.parseLong(segmentName.substring(0, 20));
  }

  static int align(int length) {
    return (length + FRAME_ALIGNMENT - 1) & -FRAME_ALIGNMENT;
  }
}
