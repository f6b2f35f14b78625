package io.dolake.lake.writer;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Finds a number in every key group; numbers are negative, so that no file has them as its id. */
final class KeyGroupNumbers {
  private KeyGroupNumbers() {}

  static long[] find(int maxParallelism) {
    long[] numbers = new long[maxParallelism];
    int missing = maxParallelism;
    for (long candidate = -1; missing > 0; candidate--) {
      int group = KeyGroupRangeAssignment.assignToKeyGroup(candidate, maxParallelism);
      if (numbers[group] == 0) {
        numbers[group] = candidate;
        missing--;
      }
    }
    return numbers;
  }
}
