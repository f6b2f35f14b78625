package io.dolake.sql.plan;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.types.Values;

/**
 * Estimates how many different values it was shown, within a few percent and in one kilobyte:
 * HyperLogLog (Flajolet et al., 2007) with linear counting for small numbers. One thread.
 */
final class DistinctSketch {
  private static final int INDEX_BITS = 10;
  private static final int REGISTERS = 1 << INDEX_BITS;
  private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

  private final byte[] registers = new byte[REGISTERS];

  /** NULLs do not count. */
  void add(Object value) {
    if (value == null) {
      return;
    }
    long hash = mix(Values.hashKey(value, Collation.BINARY).hashCode());
    int register = (int) (hash >>> (Long.SIZE - INDEX_BITS));
    int rank = 1 + Long.numberOfLeadingZeros((hash << INDEX_BITS) | 1);
    if (rank > registers[register]) {
      registers[register] = (byte) rank;
    }
  }

  /** Spreads the bits of a hash that may be as weak as the number itself (SplitMix64). */
  private static long mix(long hash) {
    long z = hash * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  double estimate() {
    double sum = 0;
    int empty = 0;
    for (byte register : registers) {
      sum += Math.scalb(1.0, -register);
      empty += register == 0 ? 1 : 0;
    }
    double raw = ALPHA * REGISTERS * REGISTERS / sum;
    boolean small = raw <= 2.5 * REGISTERS && empty > 0;
    return small ? REGISTERS * Math.log((double) REGISTERS / empty) : raw;
  }
}
