package io.dolake.cli.bench.feed;

import io.dolake.cdc.ChangeRecord;
import io.dolake.common.HlcTimestamp;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What the measuring operators of a job in this process have seen. Thread-safe. */
final class ArrivalStatistics {
  private static final Map<String, ArrivalStatistics> BY_NAME = new ConcurrentHashMap<>();
  private static final int MAX_LATENCY_MILLIS = 10_000;

  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAccumulator firstNanos = new LongAccumulator(Math::min, Long.MAX_VALUE);
  private final LongAccumulator lastNanos = new LongAccumulator(Math::max, Long.MIN_VALUE);
  private final AtomicLongArray latencies = new AtomicLongArray(MAX_LATENCY_MILLIS + 1);

  private volatile ArrivalStatistics successor;

  static ArrivalStatistics register(String name) {
    ArrivalStatistics statistics = new ArrivalStatistics();
    BY_NAME.put(name, statistics);
    return statistics;
  }

  static ArrivalStatistics of(String name) {
    return BY_NAME.get(name);
  }

  /** From now on everything is counted there. */
  void forwardTo(ArrivalStatistics other) {
    successor = other;
  }

  void arrived(ChangeRecord record, boolean measureLatency) {
    if (successor != null) {
      successor.arrived(record, measureLatency);
      return;
    }
    rows.increment();
    bytes.add(record.key().length + length(record.before()) + length(record.after()));
    // Reading the clock for every row would be part of what is measured.
    if (measureLatency) {
      long millis = System.currentTimeMillis() - (record.timestamp() >>> HlcTimestamp.LOGICAL_BITS);
      latencies.incrementAndGet((int) Math.max(0, Math.min(MAX_LATENCY_MILLIS, millis)));
    }
    long count = rows.sum();
    if (count == 1 || (count & 1023) == 0) {
      mark();
    }
  }

  void mark() {
    long now = System.nanoTime();
    firstNanos.accumulate(now);
    lastNanos.accumulate(now);
  }

  private static long length(byte[] image) {
    return image == null ? 0 : image.length;
  }

  long rows() {
    return rows.sum();
  }

  double megabytesPerSecond() {
    return bytes.sum() / 1e6 / seconds();
  }

  double seconds() {
    return Math.max(1, lastNanos.get() - firstNanos.get()) / 1e9;
  }

  long rowsPerSecond() {
    return Math.round(rows() / seconds());
  }

  /** Latency in milliseconds that this share of the rows did not exceed. */
  long latencyMillis(double share) {
    long total = 0;
    for (int i = 0; i <= MAX_LATENCY_MILLIS; i++) {
      total += latencies.get(i);
    }
    long wanted = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i <= MAX_LATENCY_MILLIS; i++) {
      seen += latencies.get(i);
      if (seen >= wanted) {
        return i;
      }
    }
    return MAX_LATENCY_MILLIS;
  }
}
