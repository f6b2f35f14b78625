package io.dolake.server.feed;

import io.dolake.common.TableId;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.SnapshotScan;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds keys that divide a table, without counting it: reads first and last key, interpolates
 * between them as between two numbers, and takes the keys that are found there. Exact for keys that
 * are spread evenly, fair for others. Thread-safe.
 */
final class SplitKeys {
  static final int MAX_RANGES = 4096;

  /** Bytes after the common prefix that take part in the interpolation. */
  private static final int NUMBER_BYTES = 16;

  private final ShardStore store;

  SplitKeys(ShardStore store) {
    this.store = store;
  }

  /** At most {@code ranges - 1} keys in ascending order, each above the table's first key. */
  List<byte[]> suggest(TableId table, int ranges) {
    byte[] first = edge(table, null, ScanDirection.FORWARD);
    byte[] last = edge(table, null, ScanDirection.BACKWARD);
    if (first == null || last == null || ranges < 2) {
      return List.of();
    }
    int prefix = Math.max(0, Arrays.mismatch(first, last));
    if (prefix + NUMBER_BYTES > ShardStore.MAX_SCAN_BOUND_LENGTH) {
      return List.of();
    }
    BigInteger low = number(first, prefix);
    BigInteger width = number(last, prefix).subtract(low);
    TreeSet<byte[]> found = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = 1; i < Math.min(ranges, MAX_RANGES); i++) {
      BigInteger point =
          low.add(width.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(ranges)));
      byte[] key = edge(table, bound(first, prefix, point), ScanDirection.FORWARD);
      if (key != null && key.length <= ShardStore.MAX_SCAN_BOUND_LENGTH) {
        found.add(key);
      }
    }
    found.remove(first);
    return new ArrayList<>(found);
  }

  private byte[] edge(TableId table, byte[] from, ScanDirection direction) {
    try (SnapshotScan scan = store.scanSnapshot(table, from, null, direction)) {
      return scan.next() ? scan.copyOfKey() : null;
    }
  }

  private static BigInteger number(byte[] key, int offset) {
    byte[] window = new byte[NUMBER_BYTES];
    System.arraycopy(key, offset, window, 0, Math.min(NUMBER_BYTES, key.length - offset));
    return new BigInteger(1, window);
  }

  private static byte[] bound(byte[] first, int prefix, BigInteger point) {
    byte[] digits = point.toByteArray();
    byte[] bound = Arrays.copyOf(first, prefix + NUMBER_BYTES);
    Arrays.fill(bound, prefix, bound.length, (byte) 0);
    int length = Math.min(digits.length, NUMBER_BYTES);
    System.arraycopy(digits, digits.length - length, bound, bound.length - length, length);
    return bound;
  }
}
