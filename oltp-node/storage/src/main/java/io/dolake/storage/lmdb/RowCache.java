package io.dolake.storage.lmdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Copies of rows that were read by key, outside the heap. Finding a row in LMDB waits for memory
 * about ten times, once for nearly each key that it compares; here it waits twice.
 *
 * <p>Each key has one slot, which holds the last row that was read of all keys that share it. A
 * slot has a <em>floor</em>: the last LMDB commit that changed any of its keys. Its row is the one
 * that every view from the floor on shows; older views neither use the slot nor fill it. The holder
 * of LMDB's write transaction raises the floor before it commits ({@link #change}), so no view of
 * the commit finds the row of before.
 *
 * <pre>
 *   0  8  sequence: odd while somebody writes the slot
 *   8  8  floor
 *  16  8  storage id, length of the key, length of the value + 1; 0 when there is no row
 *  24  n  key, value
 * </pre>
 *
 * <p>Thread-safe: readers take no lock and look at the sequence before and after (a sequence lock).
 */
final class RowCache {
  static final int SLOT_BYTES = 256;

  private static final int SEQUENCE = 0;
  private static final int FLOOR = 8;
  private static final int LENGTHS = 16;
  private static final int CONTENT = 24;
  private static final int MAX_CONTENT_BYTES = SLOT_BYTES - CONTENT;
  private static final int ALIGNMENT = 64;

  /** After so many six of seven slots are taken, if keys hash evenly. */
  private static final long FILLS_PER_SLOT = 2;

  /** A buffer has at most two gigabytes. */
  private static final int MAX_SLOTS = 1 << 22;

  private static final int VALUE_BITS = 16;
  private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;

  private static final VarHandle SLOT_LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle KEY_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final LongAdder hits = new LongAdder();

  /** Counted until they are as many as make the cache about as full as it gets. */
  private final AtomicLong fills = new AtomicLong();

  private volatile boolean settled;

  private final ByteBuffer slots;
  private final int slotBits;
  private final long firstView;

  /**
   * @param bytes memory to take, at most; rounded down to a power of two
   * @param firstView newest LMDB commit; older views do without the cache
   */
  RowCache(long bytes, long firstView) {
    int slotCount = (int) Math.max(2, Math.min(MAX_SLOTS, Long.highestOneBit(bytes / SLOT_BYTES)));
    this.slotBits = Integer.numberOfTrailingZeros(slotCount);
    this.slots =
        ByteBuffer.allocateDirect(slotCount * SLOT_BYTES + ALIGNMENT)
            .alignedSlice(ALIGNMENT)
            .order(ByteOrder.nativeOrder());
    this.firstView = firstView;
  }

  /** Memory that it takes. */
  long bytes() {
    return (long) SLOT_BYTES << slotBits;
  }

  /** How often {@link #find} has found something. */
  long hits() {
    return hits.sum();
  }

  /** Whether so many rows have been kept that there are no more to come than have to go. */
  boolean isSettled() {
    return settled;
  }

  private void countFill() {
    if (!settled && fills.incrementAndGet() >= FILLS_PER_SLOT << slotBits) {
      settled = true;
    }
  }

  private int slotOf(int storageId, byte[] key) {
    return (int) (KeyHash.of(storageId, key) >>> Long.SIZE - slotBits) * SLOT_BYTES;
  }

  private static long lengths(int storageId, int keyLength, int valueLengthPlusOne) {
    return (long) storageId << 32 | (long) keyLength << VALUE_BITS | valueLengthPlusOne;
  }

  /** A copy of the row as this view shows it; null if the cache does not know. */
  byte[] find(long view, int storageId, byte[] key) {
    if (view < firstView || key.length > MAX_CONTENT_BYTES) {
      return null;
    }
    int slot = slotOf(storageId, key);
    long sequence = (long) SLOT_LONGS.getAcquire(slots, slot + SEQUENCE);
    if ((sequence & 1) != 0 || view < slots.getLong(slot + FLOOR)) {
      return null;
    }
    long lengths = slots.getLong(slot + LENGTHS);
    int valueLength = (int) (lengths & VALUE_MASK) - 1;
    if (valueLength < 0
        || (lengths & ~VALUE_MASK) != lengths(storageId, key.length, 0)
        || !holdsKey(slot, key)) {
      return null;
    }
    byte[] value = new byte[valueLength];
    slots.get(slot + CONTENT + key.length, value);
    VarHandle.acquireFence(); // what was read above was read before the sequence is looked at again
    if ((long) SLOT_LONGS.getOpaque(slots, slot + SEQUENCE) != sequence) {
      return null;
    }
    hits.increment();
    return value;
  }

  private boolean holdsKey(int slot, byte[] key) {
    int from = slot + CONTENT;
    int at = 0;
    for (; at <= key.length - Long.BYTES; at += Long.BYTES) {
      if (slots.getLong(from + at) != (long) KEY_LONGS.get(key, at)) {
        return false;
      }
    }
    for (; at < key.length; at++) {
      if (slots.get(from + at) != key[at]) {
        return false;
      }
    }
    return true;
  }

  /** Keeps what this view shows, if it is new and small enough and nobody writes the slot. */
  void fill(long view, int storageId, byte[] key, byte[] value) {
    if (view < firstView || key.length + value.length > MAX_CONTENT_BYTES) {
      return;
    }
    int slot = slotOf(storageId, key);
    long sequence = (long) SLOT_LONGS.getAcquire(slots, slot + SEQUENCE);
    if ((sequence & 1) != 0
        || view < slots.getLong(slot + FLOOR)
        || !SLOT_LONGS.compareAndSet(slots, slot + SEQUENCE, sequence, sequence + 1)) {
      return;
    }
    // The floor is as it was looked at: whoever raises it changes the sequence.
    VarHandle.storeStoreFence();
    slots.putLong(slot + LENGTHS, lengths(storageId, key.length, value.length + 1));
    slots.put(slot + CONTENT, key);
    slots.put(slot + CONTENT + key.length, value);
    SLOT_LONGS.setRelease(slots, slot + SEQUENCE, sequence + 2);
    countFill();
  }

  /** To be called before a commit that changes this key; only by the one who may change LMDB. */
  void change(long lmdbTxnId, int storageId, byte[] key) {
    if (key.length > MAX_CONTENT_BYTES) {
      return;
    }
    int slot = slotOf(storageId, key);
    long sequence = lock(slot);
    VarHandle.storeStoreFence();
    slots.putLong(slot + FLOOR, lmdbTxnId);
    slots.putLong(slot + LENGTHS, 0);
    SLOT_LONGS.setRelease(slots, slot + SEQUENCE, sequence + 2);
  }

  /** Waits for whoever fills the slot. */
  private long lock(int slot) {
    while (true) {
      long sequence = (long) SLOT_LONGS.getAcquire(slots, slot + SEQUENCE);
      if ((sequence & 1) != 0) {
        Thread.yield();
      } else if (SLOT_LONGS.compareAndSet(slots, slot + SEQUENCE, sequence, sequence + 1)) {
        return sequence;
      }
    }
  }
}
