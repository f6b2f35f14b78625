package io.dolake.storage.lmdb;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Copies of rows that were read by key, outside the heap. Finding a row in LMDB waits for memory
 * about ten times, once for nearly each key that it compares; here it waits two or three times.
 *
 * <p>Each key has one of the {@link RowBuckets}, which holds rows of all keys that share it, the
 * oldest first. When there is no room for another row, the oldest go, though only for one row in
 * eight: where many more rows are read than there is room for, those that come in have to earn what
 * that costs.
 *
 * <p>A bucket has a <em>floor</em>: the last LMDB commit that changed any of its keys. Its rows are
 * those that every view from the floor on shows; older views neither use the bucket nor fill it.
 * The holder of LMDB's write transaction raises the floor before it commits ({@link #change}), so
 * no view of the commit finds the row of before.
 *
 * <p>Thread-safe: readers take no lock and look at the bucket's sequence before and after (a
 * sequence lock).
 */
final class RowCache {
  /** Where another has to go, one of so many rows comes in. */
  private static final int ADMISSION = 8;

  private static final int FILLS_TO_JUDGE_BY = 4096;

  private final LongAdder hits = new LongAdder();

  /** Rows that came or wanted to come in, and those of them that had to displace others. */
  private final AtomicInteger fills = new AtomicInteger();

  private final AtomicInteger crowdedFills = new AtomicInteger();

  private volatile boolean crowded;

  private final RowBuckets buckets;
  private final long firstView;

  /**
   * @param bytes memory to take, at most; rounded down to a power of two
   * @param firstView newest LMDB commit; older views do without the cache
   */
  RowCache(long bytes, long firstView) {
    this.buckets = new RowBuckets(bytes);
    this.firstView = firstView;
  }

  /** Memory that it takes. */
  long bytes() {
    return buckets.bytes();
  }

  /** How often {@link #find} has found something. */
  long hits() {
    return hits.sum();
  }

  /** Whether most of the rows that came lately had to displace others. */
  boolean isCrowded() {
    return crowded;
  }

  private void countFill(boolean displacing) {
    if (displacing) {
      crowdedFills.incrementAndGet();
    }
    if (fills.incrementAndGet() % FILLS_TO_JUDGE_BY == 0) {
      crowded = 2 * crowdedFills.getAndSet(0) > FILLS_TO_JUDGE_BY;
    }
  }

  /** A copy of the row as this view shows it; null if the cache does not know. */
  byte[] find(long view, int storageId, byte[] key) {
    if (view < firstView || key.length > RowBuckets.MAX_CONTENT_BYTES) {
      return null;
    }
    long hash = KeyHash.of(storageId, key);
    int bucket = buckets.bucketOf(hash);
    long sequence = buckets.sequence(bucket);
    if ((sequence & 1) != 0 || view < buckets.floor(bucket)) {
      return null;
    }
    byte[] value = buckets.value(bucket, hash, storageId, key);
    if (value == null || !buckets.isStill(bucket, sequence)) {
      return null;
    }
    hits.increment();
    return value;
  }

  /** Keeps what this view shows, if it is new and small enough and nobody writes the bucket. */
  void fill(long view, int storageId, byte[] key, byte[] value) {
    if (view < firstView || key.length + value.length > RowBuckets.MAX_CONTENT_BYTES) {
      return;
    }
    long hash = KeyHash.of(storageId, key);
    int bucket = buckets.bucketOf(hash);
    long sequence = buckets.sequence(bucket);
    // The floor is as it was looked at: whoever raises it changes the sequence.
    if (view < buckets.floor(bucket) || !buckets.beginWrite(bucket, sequence)) {
      return;
    }
    boolean wanted = !buckets.has(bucket, hash, storageId, key);
    boolean hasRoom = wanted && buckets.makeRoom(bucket, key, value);
    if (wanted && (hasRoom || sequence / 2 % ADMISSION == 0)) {
      buckets.displaceOldest(bucket, key, value);
      buckets.add(bucket, hash, storageId, key, value);
    }
    buckets.endWrite(bucket, sequence);
    if (wanted) {
      countFill(!hasRoom);
    }
  }

  /** To be called before a commit that changes this key; only by the one who may change LMDB. */
  void change(long lmdbTxnId, int storageId, byte[] key) {
    if (key.length > RowBuckets.MAX_CONTENT_BYTES) {
      return;
    }
    long hash = KeyHash.of(storageId, key);
    int bucket = buckets.bucketOf(hash);
    long sequence = buckets.sequence(bucket);
    while (!buckets.beginWrite(bucket, sequence)) {
      // Somebody fills the bucket, which takes less than a microsecond.
      Thread.yield();
      sequence = buckets.sequence(bucket);
    }
    buckets.setFloor(bucket, lmdbTxnId);
    buckets.forget(bucket, hash, storageId, key);
    buckets.endWrite(bucket, sequence);
  }
}
