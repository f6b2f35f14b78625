package io.dolake.storage.txn;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Times in buckets of which each is an eighth of a power of two wide. Thread-safe. */
public final class LatencyHistogram {
  private static final int SUB_BITS = 3;
  private static final int BUCKETS = 64 << SUB_BITS;

  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
  private final LongAdder totalNanos = new LongAdder();

  void record(long nanos) {
    buckets.incrementAndGet(bucketOf(Math.max(nanos, 1)));
    totalNanos.add(nanos);
  }

  private static int bucketOf(long nanos) {
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    if (exponent < SUB_BITS) {
      return (int) nanos;
    }
    int sub = (int) (nanos >>> (exponent - SUB_BITS)) & ((1 << SUB_BITS) - 1);
    return (exponent << SUB_BITS) | sub;
  }

  private static long upperBoundOf(int bucket) {
    int exponent = bucket >>> SUB_BITS;
    if (exponent < SUB_BITS) {
      return bucket;
    }
    long sub = bucket & ((1 << SUB_BITS) - 1);
    return ((1L << SUB_BITS) + sub + 1) << (exponent - SUB_BITS);
  }

  public long count() {
    long count = 0;
    for (int i = 0; i < BUCKETS; i++) {
      count += buckets.get(i);
    }
    return count;
  }

  public long totalNanos() {
    return totalNanos.sum();
  }

  /**
   * A time that this share of all recorded ones does not exceed, up to an eighth too high; 0 if
   * none was recorded.
   */
  public long quantileNanos(double share) {
    long wanted = (long) Math.ceil(count() * share);
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += buckets.get(i);
      if (wanted > 0 && seen >= wanted) {
        return upperBoundOf(i);
      }
    }
    return 0;
  }
}
