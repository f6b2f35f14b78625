package io.dolake.storage.memtable;

import java.util.Arrays;

/**
 * Sorts versions by their keys. Comparing two keys waits for memory twice, and a sort does that
 * some twenty times for each; so it is numbers that are sorted, of the first bits in which keys
 * differ, and keys are only compared where those are the same.
 */
final class KeyOrder {
  /** More than a memtable has entries; the other bits are of the key. */
  private static final int INDEX_BITS = 25;

  private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

  private KeyOrder() {}

  /**
   * Puts versions with different keys in the order of their keys.
   *
   * @param addresses in any order
   */
  static int[] of(VersionArena arena, int[] addresses) {
    int common = arena.commonKeyLength(addresses);
    long[] sorted = new long[addresses.length];
    for (int i = 0; i < sorted.length; i++) {
      // Parts of keys are unsigned.
      sorted[i] = (arena.keyPart(addresses[i], common) ^ Long.MIN_VALUE) & ~INDEX_MASK | i;
    }
    Arrays.sort(sorted);
    int[] ordered = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      ordered[i] = addresses[(int) (sorted[i] & INDEX_MASK)];
    }
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] >>> INDEX_BITS != sorted[from] >>> INDEX_BITS) {
        if (i - from > 1) {
          sortByWholeKeys(arena, ordered, from, i);
        }
        from = i;
      }
    }
    return ordered;
  }

  private static void sortByWholeKeys(VersionArena arena, int[] addresses, int from, int to) {
    Integer[] alike = new Integer[to - from];
    for (int i = from; i < to; i++) {
      alike[i - from] = addresses[i];
    }
    Arrays.sort(alike, arena::compareKeys);
    for (int i = from; i < to; i++) {
      addresses[i] = alike[i - from];
    }
  }
}
