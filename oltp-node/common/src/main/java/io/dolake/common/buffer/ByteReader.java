package io.dolake.common.buffer;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads keys and rows in place, from an array or from a buffer such as LMDB's, without copying
 * them. Reusable: {@link #wrap} starts over. Reading past the end throws {@code ROW_DAMAGED}. Not
 * thread-safe; the wrapped bytes must stay valid while it reads.
 */
public final class ByteReader {
  private static final VarHandle LONG_LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NO_BYTES = {};

  /** Exactly one of the two is in use: heap bytes are read from the array. */
  private byte[] array = NO_BYTES;

  private ByteBuffer buffer;
  private int position;
  private int limit;

  public ByteReader wrap(byte[] bytes) {
    return wrap(bytes, 0, bytes.length);
  }

  public ByteReader wrap(byte[] bytes, int offset, int length) {
    array = bytes;
    buffer = null;
    position = offset;
    limit = offset + length;
    return this;
  }

  /** Reads from the buffer's position to its limit; moves neither. */
  public ByteReader wrap(ByteBuffer bytes) {
    return wrap(bytes, bytes.position(), bytes.remaining());
  }

  public ByteReader wrap(ByteBuffer bytes, int offset, int length) {
    if (bytes.hasArray()) {
      return wrap(bytes.array(), bytes.arrayOffset() + offset, length);
    }
    array = null;
    buffer = bytes;
    position = offset;
    limit = offset + length;
    return this;
  }

  /** Index of the next byte, counted as in the wrapped array or buffer. */
  public int position() {
    return position;
  }

  /** Goes to a place that {@link #position()} gave before. */
  public void position(int newPosition) {
    position = newPosition;
  }

  public int remaining() {
    return limit - position;
  }

  /** Next byte, 0 to 255. */
  public int readByte() {
    require(1);
    int at = position++;
    return (array != null ? array[at] : buffer.get(at)) & 0xff;
  }

  /** The next byte again without moving, 0 to 255. */
  public int peekByte() {
    require(1);
    return (array != null ? array[position] : buffer.get(position)) & 0xff;
  }

  /** {@code count} bytes, most significant first, as an unsigned number (8 bytes: as they are). */
  public long readHighFirst(int count) {
    require(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      int at = position++;
      value = (value << 8) | ((array != null ? array[at] : buffer.get(at)) & 0xff);
    }
    return value;
  }

  /** Eight bytes, least significant first: Avro's double. */
  public long readLongLowFirst() {
    require(8);
    int at = position;
    position += 8;
    if (array != null) {
      return (long) LONG_LITTLE_ENDIAN.get(array, at);
    }
    long value = buffer.getLong(at);
    return buffer.order() == ByteOrder.LITTLE_ENDIAN ? value : Long.reverseBytes(value);
  }

  /** Reverse of {@link ByteWriter#putVarint}. */
  public long readVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new DoLakeException(
        ErrorCode.ROW_DAMAGED, "a number of more than 10 bytes ends at byte " + position);
  }

  /** Reverse of {@link ByteWriter#putZigZag}. */
  public long readZigZag() {
    long value = readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A zig-zag length that must lie within what remains. */
  public int readLength() {
    long length = readZigZag();
    if (length < 0 || length > remaining()) {
      throw new DoLakeException(
          ErrorCode.ROW_DAMAGED,
          "a length of " + length + " at byte " + position + " with " + remaining() + " left");
    }
    return (int) length;
  }

  public void skipVarint() {
    while (readByte() >= 0x80) {
      continue;
    }
  }

  public void skip(int count) {
    require(count);
    position += count;
  }

  public byte[] readBytes(int count) {
    require(count);
    byte[] copy = new byte[count];
    if (array != null) {
      System.arraycopy(array, position, copy, 0, count);
    } else {
      buffer.get(position, copy);
    }
    position += count;
    return copy;
  }

  public String readUtf8(int count) {
    if (array != null) {
      require(count);
      String text = new String(array, position, count, StandardCharsets.UTF_8);
      position += count;
      return text;
    }
    return new String(readBytes(count), StandardCharsets.UTF_8);
  }

  private void require(int count) {
    if (count > limit - position) {
      throw new DoLakeException(
          ErrorCode.ROW_DAMAGED,
          "the value ends at byte " + limit + ", needs " + count + " more at byte " + position);
    }
  }
}
