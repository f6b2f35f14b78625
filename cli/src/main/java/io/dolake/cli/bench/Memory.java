package io.dolake.cli.bench;

/** What the machine's memory can do at most, to hold the stores' figures against. */
final class Memory {
  private static final int LONGS = 16 << 20;
  private static final int PASSES = 8;

  private Memory() {}

  /** Bytes per second that one thread reads from memory in order. */
  static double bytesPerSecond() {
    long[] memory = new long[LONGS];
    long best = Long.MAX_VALUE;
    long sum = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      long start = System.nanoTime();
      for (long value : memory) {
        sum += value;
      }
      best = Math.min(best, System.nanoTime() - start);
      memory[pass] = sum;
    }
    return LONGS * 8L * 1e9 / best;
  }
}
