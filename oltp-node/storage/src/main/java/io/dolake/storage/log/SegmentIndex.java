package io.dolake.storage.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A sparse index of one segment: starts of transactions about {@value #SPACING_BYTES} bytes apart,
 * noted by whoever reads past them first, so that later readers need not check the segment from its
 * beginning. Thread-safe.
 */
final class SegmentIndex {
  static final int SPACING_BYTES = 256 << 10;

  /**
   * Start of a transaction.
   *
   * @param previousChecksum what its first frame chains to
   */
  record Entry(long lsn, long timestamp, long position, int previousChecksum) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Notes a transaction's start if it is far enough behind the last one noted. */
  synchronized void offer(long lsn, long timestamp, long position, int previousChecksum) {
    long last =
        entries.isEmpty()
            ? LogFormat.SEGMENT_HEADER_BYTES
            : entries.get(entries.size() - 1).position();
    if (position >= last + SPACING_BYTES) {
      entries.add(new Entry(lsn, timestamp, position, previousChecksum));
    }
  }

  /** Last entry with an LSN at or below this one, or null for the segment's beginning. */
  Entry atOrBeforeLsn(long lsn) {
    return lastAtOrBelow(lsn, Entry::lsn);
  }

  /** Last entry committed at or before this time, or null for the segment's beginning. */
  Entry atOrBeforeTimestamp(long timestamp) {
    return lastAtOrBelow(timestamp, Entry::timestamp);
  }

  private synchronized Entry lastAtOrBelow(long wanted, ToLongFunction<Entry> order) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.applyAsLong(entries.get(middle)) <= wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : entries.get(low - 1);
  }
}
