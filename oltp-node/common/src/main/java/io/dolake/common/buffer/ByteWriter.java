package io.dolake.common.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array to build keys and rows in; cleared and used again, so that encoding does not
 * allocate. Not thread-safe.
 */
public final class ByteWriter {
  /** Longest string that is encoded char by char; longer ones go through the JDK's encoder. */
  private static final int SHORT_STRING = 64;

  private static final VarHandle LONG_BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int length;

  public ByteWriter() {
    this(128);
  }

  public ByteWriter(int initialCapacity) {
    bytes = new byte[Math.max(16, initialCapacity)];
  }

  /** Forgets the content, keeps the capacity. */
  public ByteWriter clear() {
    length = 0;
    return this;
  }

  /** The backing array; valid up to {@link #length()} and until the next write. */
  public byte[] array() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Shortens the content. */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException("cannot truncate " + length + " bytes to " + newLength);
    }
    length = newLength;
  }

  public byte[] copyOfBytes() {
    return Arrays.copyOf(bytes, length);
  }

  public ByteWriter putByte(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Four bytes, most significant first. */
  public ByteWriter putInt(int value) {
    ensure(4);
    INT_BIG_ENDIAN.set(bytes, length, value);
    length += 4;
    return this;
  }

  /** Eight bytes, most significant first. */
  public ByteWriter putLong(long value) {
    ensure(8);
    LONG_BIG_ENDIAN.set(bytes, length, value);
    length += 8;
    return this;
  }

  /** The low {@code count} bytes of the value, most significant first. */
  public ByteWriter putLowBytes(long value, int count) {
    ensure(count);
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  public ByteWriter putBytes(byte[] source) {
    return putBytes(source, 0, source.length);
  }

  public ByteWriter putBytes(byte[] source, int offset, int count) {
    ensure(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Base-128, least significant group first; the top bit says that more follows. */
  public ByteWriter putVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /** {@link #putVarint} of the value with its sign moved to the lowest bit: Avro's int and long. */
  public ByteWriter putZigZag(long value) {
    return putVarint((value << 1) ^ (value >> 63));
  }

  /** Zig-zag length in bytes, then the UTF-8 bytes: Avro's string. */
  public ByteWriter putText(String text) {
    if (text.length() > SHORT_STRING) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      return putZigZag(encoded.length).putBytes(encoded);
    }
    putZigZag(Utf8.encodedLength(text));
    ensure(3 * text.length());
    length = Utf8.encode(text, bytes, length);
    return this;
  }

  /** Flips every bit from {@code start} to the end: turns ascending order into descending. */
  public void invertFrom(int start) {
    for (int i = start; i < length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }

  /** Makes room for {@code count} more bytes. */
  public void ensure(int count) {
    if (bytes.length - length < count) {
      long wanted = Math.max((long) length + count, 2L * bytes.length);
      if ((long) length + count > Integer.MAX_VALUE - 8) {
        throw new IllegalStateException("more than 2 GiB in one value");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }
}
