package io.dolake.lake.writer;

import io.dolake.lake.writer.FoldedChanges.Change;
import java.util.Arrays;

/**
 * Sorts changes by table and key. Comparing costs most where there are many changes, because each
 * look at a key is a look at another place in memory; so the first bytes of all keys are laid side
 * by side and dealt out byte by byte, and only keys that begin alike are compared.
 */
final class ChangeSorter {
  /** Fewer changes are sorted at least as fast by comparing them. */
  private static final int FEW = 256;

  private static final int BUCKETS = 1 << Byte.SIZE;
  private static final int BYTE_MASK = BUCKETS - 1;

  private Change[] changes;
  private long[] prefixes;
  private Change[] otherChanges;
  private long[] otherPrefixes;

  private ChangeSorter(Change[] changes) {
    this.changes = changes;
    this.prefixes = new long[changes.length];
    this.otherChanges = new Change[changes.length];
    this.otherPrefixes = new long[changes.length];
  }

  /** Gives the changes in order; the array that was given is used up. */
  static Change[] sorted(Change[] changes) {
    if (changes.length < FEW) {
      Arrays.sort(changes);
      return changes;
    }
    return new ChangeSorter(changes).sort();
  }

  private Change[] sort() {
    boolean oneTable = true;
    for (int i = 0; i < changes.length; i++) {
      prefixes[i] = changes[i].prefix();
      oneTable &= changes[i].tableId() == changes[0].tableId();
    }
    dealOutByEveryByte(Long.BYTES);
    if (!oneTable) {
      // From the least important part to the most important one: a stable sort keeps the order.
      for (int i = 0; i < changes.length; i++) {
        prefixes[i] = changes[i].tableId();
      }
      dealOutByEveryByte(Integer.BYTES);
    }
    sortThoseThatBeginAlike();
    return changes;
  }

  private void dealOutByEveryByte(int bytes) {
    for (int shift = 0; shift < bytes * Byte.SIZE; shift += Byte.SIZE) {
      int[] ends = new int[BUCKETS];
      for (long prefix : prefixes) {
        ends[bucket(prefix, shift)]++;
      }
      if (ends[bucket(prefixes[0], shift)] < changes.length) {
        dealOut(ends, shift);
      }
    }
  }

  private void dealOut(int[] counts, int shift) {
    int next = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int count = counts[bucket];
      counts[bucket] = next;
      next += count;
    }
    for (int i = 0; i < changes.length; i++) {
      int target = counts[bucket(prefixes[i], shift)]++;
      otherPrefixes[target] = prefixes[i];
      otherChanges[target] = changes[i];
    }
    Change[] dealtChanges = otherChanges;
    otherChanges = changes;
    changes = dealtChanges;
    long[] dealtPrefixes = otherPrefixes;
    otherPrefixes = prefixes;
    prefixes = dealtPrefixes;
  }

  private static int bucket(long prefix, int shift) {
    return (int) (prefix >>> shift) & BYTE_MASK;
  }

  private void sortThoseThatBeginAlike() {
    int from = 0;
    for (int i = 1; i <= changes.length; i++) {
      if (i == changes.length || !beginAlike(changes[from], changes[i])) {
        if (i - from > 1) {
          Arrays.sort(changes, from, i);
        }
        from = i;
      }
    }
  }

  private static boolean beginAlike(Change a, Change b) {
    return a.prefix() == b.prefix() && a.tableId() == b.tableId();
  }
}
