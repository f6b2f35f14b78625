package io.dolake.storage.txn;

import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.key.KeyCodec;
import io.dolake.storage.KeyRange;
import java.util.Arrays;

/**
 * Encoded bounds of a range of keys.
 *
 * @param lower first key, or null for unbounded
 * @param upper key after the last, or null for unbounded
 */
record KeyInterval(byte[] lower, byte[] upper) {
  static final KeyInterval ALL = new KeyInterval(null, null);

  static KeyInterval of(KeyCodec codec, KeyRange range) {
    byte[] lower =
        range.lower().length == 0 ? null : bound(codec, range.lower(), !range.lowerInclusive());
    byte[] upper =
        range.upper().length == 0 ? null : bound(codec, range.upper(), range.upperInclusive());
    return new KeyInterval(lower, upper);
  }

  static KeyInterval ofPrefix(byte[] prefix) {
    byte[] upper = Arrays.copyOf(prefix, prefix.length + 1);
    upper[prefix.length] = (byte) KeyCodec.AFTER_PREFIX;
    return new KeyInterval(prefix, upper);
  }

  private static byte[] bound(KeyCodec codec, Object[] values, boolean behindAllWithPrefix) {
    ByteWriter out = new ByteWriter(16 * values.length + 1);
    codec.encode(out, values);
    if (behindAllWithPrefix) {
      out.putByte(KeyCodec.AFTER_PREFIX);
    }
    return out.copyOfBytes();
  }

  boolean contains(byte[] key) {
    return (lower == null || Arrays.compareUnsigned(key, lower) >= 0)
        && (upper == null || Arrays.compareUnsigned(key, upper) < 0);
  }

  boolean isEmpty() {
    return lower != null && upper != null && Arrays.compareUnsigned(lower, upper) >= 0;
  }

  /** The smallest key above this one. */
  static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
