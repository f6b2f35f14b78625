package io.dolake.storage.lmdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes of encoded keys: short, and often different in a few bits only. */
public final class KeyHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Odd, with its bits well mixed: two to the 64th divided by the golden ratio. */
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private KeyHash() {}

  /**
   * All bits of the result depend on all of the key, which the usual sum of multiples of 31 does
   * not give for short keys.
   *
   * @param seed tells keys of different things apart
   */
  public static long of(long seed, byte[] key) {
    long hash = seed * MULTIPLIER;
    int at = 0;
    for (; at <= key.length - Long.BYTES; at += Long.BYTES) {
      hash = Long.rotateLeft((hash ^ (long) LONGS.get(key, at)) * MULTIPLIER, 31);
    }
    for (; at < key.length; at++) {
      hash = Long.rotateLeft((hash ^ key[at] & 0xff) * MULTIPLIER, 31);
    }
    return (hash ^ hash >>> 33) * MULTIPLIER;
  }
}
