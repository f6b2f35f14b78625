package io.dolake.storage.lmdb;

import java.nio.ByteBuffer;

/** The part of an entry's value that belongs to a long key; see {@link EntryKey}. */
final class EntryValue {
  private EntryValue() {}

  static int lengthOf(byte[] key, byte[] value) {
    return EntryKey.isLong(key.length)
        ? varintLength(key.length) + key.length + value.length
        : value.length;
  }

  static void put(ByteBuffer target, byte[] key, byte[] value) {
    if (EntryKey.isLong(key.length)) {
      int rest = key.length;
      while (rest > 0x7f) {
        target.put((byte) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      target.put((byte) rest).put(key);
    }
    target.put(value);
  }

  /** The whole key in a long key's entry; leaves the buffer's position at the value. */
  static byte[] readLongKey(ByteBuffer stored) {
    int length = 0;
    int shift = 0;
    int next;
    do {
      next = stored.get();
      length |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    byte[] key = new byte[length];
    stored.get(key);
    return key;
  }

  private static int varintLength(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }
}
