package io.dolake.storage.lmdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory in buckets of rows, outside the heap: where rows are and how they come and go. A bucket is
 * named by the place where it begins.
 *
 * <pre>
 *   0   8  sequence: odd while somebody writes the bucket
 *   8   8  floor, see {@link RowCache}
 *  16  24  tags of twelve rows, 2 each
 *  40  24  where these rows end, 2 each; 0 after the last one
 *  64   n  rows without gaps: storage id 4, length of the key 2, length of the value 2, key, value
 * </pre>
 *
 * All little-endian. A tag is made of bits of the key's hash, or is 0 when the row is gone and only
 * in the way.
 *
 * <p>Who writes a bucket first makes its sequence odd; who reads one looks at the sequence before
 * and after, and may read anything but memory of other buckets while somebody writes.
 */
final class RowBuckets {
  static final int BUCKET_BYTES = 1024;

  private static final int SEQUENCE = 0;
  private static final int FLOOR = 8;
  private static final int MAX_ROWS = 12;
  private static final int TAGS = 16;
  private static final int ENDS = TAGS + MAX_ROWS * Short.BYTES;
  private static final int ROWS = ENDS + MAX_ROWS * Short.BYTES;
  private static final int ROW_HEADER_BYTES = Long.BYTES;

  /** Key and value of a row that does not take more than half a bucket. */
  static final int MAX_CONTENT_BYTES = (BUCKET_BYTES - ROWS) / 2 - ROW_HEADER_BYTES;

  /** A buffer has at most two gigabytes. */
  private static final int MAX_BUCKETS = 1 << 20;

  private static final int ALIGNMENT = 64;

  private static final int LENGTH_BITS = 16;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private static final int NO_TAG = 0;
  private static final int TAG_MASK = (1 << Short.SIZE) - 1;

  /** For four tags at a time: their lowest bits, and their highest. */
  private static final long LOW_BITS = 0x0001_0001_0001_0001L;

  private static final long HIGH_BITS = 0x8000_8000_8000_8000L;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle KEY_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteBuffer buckets;
  private final int bucketBits;

  /**
   * @param bytes memory to take, at most; rounded down to a power of two
   */
  RowBuckets(long bytes) {
    int count = (int) Math.max(2, Math.min(MAX_BUCKETS, Long.highestOneBit(bytes / BUCKET_BYTES)));
    this.bucketBits = Integer.numberOfTrailingZeros(count);
    this.buckets =
        ByteBuffer.allocateDirect(count * BUCKET_BYTES + ALIGNMENT)
            .alignedSlice(ALIGNMENT)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  long bytes() {
    return (long) BUCKET_BYTES << bucketBits;
  }

  /** The bucket of a key with this hash. */
  int bucketOf(long hash) {
    return (int) (hash >>> Long.SIZE - bucketBits) * BUCKET_BYTES;
  }

  // Sequence and floor.

  /** What is read afterwards is at least as new. */
  long sequence(int bucket) {
    return (long) LONGS.getAcquire(buckets, bucket + SEQUENCE);
  }

  /** Whether what was read since the sequence was this one is whole. */
  boolean isStill(int bucket, long sequence) {
    VarHandle.acquireFence(); // what was read above was read before the sequence is looked at again
    return (long) LONGS.getOpaque(buckets, bucket + SEQUENCE) == sequence;
  }

  /** Begins to write the bucket, unless somebody has or the sequence is another by now. */
  boolean beginWrite(int bucket, long sequence) {
    if ((sequence & 1) != 0
        || !LONGS.compareAndSet(buckets, bucket + SEQUENCE, sequence, sequence + 1)) {
      return false;
    }
    VarHandle.storeStoreFence(); // whoever sees something written sees the odd sequence
    return true;
  }

  /**
   * @param sequence the one of before {@link #beginWrite}
   */
  void endWrite(int bucket, long sequence) {
    LONGS.setRelease(buckets, bucket + SEQUENCE, sequence + 2);
  }

  long floor(int bucket) {
    return buckets.getLong(bucket + FLOOR);
  }

  void setFloor(int bucket, long floor) {
    buckets.putLong(bucket + FLOOR, floor);
  }

  // Rows.

  /** From other bits than the bucket; never 0. */
  private static int tagOf(long hash) {
    return (int) hash & TAG_MASK | 1;
  }

  private static long rowHeader(int storageId, int keyLength, int valueLength) {
    return (long) storageId << 32 | (long) keyLength << LENGTH_BITS | valueLength;
  }

  private int tag(int bucket, int index) {
    return buckets.getShort(bucket + TAGS + index * Short.BYTES) & TAG_MASK;
  }

  /** Where in its bucket a row ends; 0 if there is none. */
  private int end(int bucket, int index) {
    return buckets.getShort(bucket + ENDS + index * Short.BYTES);
  }

  /** Where in its bucket a row begins. */
  private int place(int bucket, int index) {
    return index == 0 ? ROWS : end(bucket, index - 1);
  }

  private void setRow(int bucket, int index, int tag, int end) {
    buckets.putShort(bucket + TAGS + index * Short.BYTES, (short) tag);
    buckets.putShort(bucket + ENDS + index * Short.BYTES, (short) end);
  }

  /** A copy of the row's value, or null; counts only if nobody writes the bucket meanwhile. */
  byte[] value(int bucket, long hash, int storageId, byte[] key) {
    int index = indexOf(bucket, hash, storageId, key);
    if (index < 0) {
      return null;
    }
    int place = place(bucket, index);
    int start = place + ROW_HEADER_BYTES + key.length;
    int length = (int) buckets.getLong(bucket + place) & LENGTH_MASK;
    if (start + length > BUCKET_BYTES) {
      return null;
    }
    byte[] value = new byte[length];
    buckets.get(bucket + start, value);
    return value;
  }

  boolean has(int bucket, long hash, int storageId, byte[] key) {
    return indexOf(bucket, hash, storageId, key) >= 0;
  }

  private int indexOf(int bucket, long hash, int storageId, byte[] key) {
    int tag = tagOf(hash);
    for (int first = 0; first < MAX_ROWS; first += Long.SIZE / Short.SIZE) {
      long tags = buckets.getLong(bucket + TAGS + first * Short.BYTES);
      long different = tags ^ LOW_BITS * tag;
      // A zero among them has its highest bit set here; so may have what comes after one.
      long candidates = different - LOW_BITS & ~different & HIGH_BITS;
      for (; candidates != 0; candidates &= candidates - 1) {
        int index = first + Long.numberOfTrailingZeros(candidates) / Short.SIZE;
        int place = place(bucket, index);
        if (tag(bucket, index) == tag
            && place + ROW_HEADER_BYTES + key.length <= BUCKET_BYTES
            && isOf(bucket + place, storageId, key)) {
          return index;
        }
      }
    }
    return -1;
  }

  private boolean isOf(int row, int storageId, byte[] key) {
    long header = buckets.getLong(row);
    if (header >>> LENGTH_BITS != rowHeader(storageId, key.length, 0) >>> LENGTH_BITS) {
      return false;
    }
    int from = row + ROW_HEADER_BYTES;
    int at = 0;
    for (; at <= key.length - Long.BYTES; at += Long.BYTES) {
      if (buckets.getLong(from + at) != (long) KEY_LONGS.get(key, at)) {
        return false;
      }
    }
    for (; at < key.length; at++) {
      if (buckets.get(from + at) != key[at]) {
        return false;
      }
    }
    return true;
  }

  /** Removes rows that are gone, if need be; whether there is room for another one then. */
  boolean makeRoom(int bucket, byte[] key, byte[] value) {
    int bytes = bytes(key, value);
    int count = count(bucket);
    if (hasRoom(bucket, count, bytes)) {
      return true;
    }
    for (int i = count - 1; i >= 0; i--) {
      if (tag(bucket, i) == NO_TAG) {
        count = remove(bucket, count, i);
      }
    }
    return hasRoom(bucket, count, bytes);
  }

  /** Removes the oldest rows until there is room for another one. */
  void displaceOldest(int bucket, byte[] key, byte[] value) {
    int bytes = bytes(key, value);
    int count = count(bucket);
    while (!hasRoom(bucket, count, bytes)) {
      count = remove(bucket, count, 0);
    }
  }

  /** Adds a row that there is room for. */
  void add(int bucket, long hash, int storageId, byte[] key, byte[] value) {
    int count = count(bucket);
    int place = place(bucket, count);
    int content = bucket + place + ROW_HEADER_BYTES;
    buckets.putLong(bucket + place, rowHeader(storageId, key.length, value.length));
    buckets.put(content, key);
    buckets.put(content + key.length, value);
    setRow(bucket, count, tagOf(hash), place + bytes(key, value));
  }

  private static int bytes(byte[] key, byte[] value) {
    return ROW_HEADER_BYTES + key.length + value.length;
  }

  private int count(int bucket) {
    int count = 0;
    while (count < MAX_ROWS && end(bucket, count) != 0) {
      count++;
    }
    return count;
  }

  private boolean hasRoom(int bucket, int count, int bytes) {
    return count < MAX_ROWS && place(bucket, count) + bytes <= BUCKET_BYTES;
  }

  /** Removes one of so many rows; how many are left. */
  private int remove(int bucket, int count, int index) {
    int place = place(bucket, index);
    int end = end(bucket, index);
    buckets.put(bucket + place, buckets, bucket + end, end(bucket, count - 1) - end);
    for (int i = index + 1; i < count; i++) {
      setRow(bucket, i - 1, tag(bucket, i), end(bucket, i) - (end - place));
    }
    setRow(bucket, count - 1, NO_TAG, 0);
    return count - 1;
  }

  /** Lets go of a row, if it is there. */
  void forget(int bucket, long hash, int storageId, byte[] key) {
    int index = indexOf(bucket, hash, storageId, key);
    if (index >= 0) {
      setRow(bucket, index, NO_TAG, end(bucket, index));
    }
  }
}
