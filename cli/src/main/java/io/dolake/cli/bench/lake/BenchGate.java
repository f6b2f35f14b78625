package io.dolake.cli.bench.lake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a source and the benchmark in the same process tell each other. Found by name, because Flink
 * ships sources as copies.
 */
final class BenchGate {
  private static final Map<String, BenchGate> BY_NAME = new ConcurrentHashMap<>();

  /** When the changes that count began to be sent, and what had been used by then. */
  record Start(long nanos, CpuClock cpu) {
    static Start now() {
      return new Start(System.nanoTime(), CpuClock.start());
    }
  }

  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch exhausted = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Start start;
  private volatile long changes;
  private volatile long lastTimestamp;
  private volatile int liveRows;
  private volatile long deadlineNanos = Long.MAX_VALUE;

  private BenchGate() {}

  static BenchGate of(String name) {
    return BY_NAME.computeIfAbsent(name, ignored -> new BenchGate());
  }

  /** Lets the changes behind the load come, for so long at most. */
  void open(long maxSeconds) {
    deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(maxSeconds);
    open.countDown();
  }

  /** For the source: whether changes may come, after a short wait. */
  boolean awaitOpen() throws InterruptedException {
    return open.await(20, TimeUnit.MILLISECONDS);
  }

  /** For the source: what was sent up to now was for warming up. */
  void warm() {
    start = Start.now();
  }

  /** For the source: whether its time is up. */
  boolean isOver() {
    return System.nanoTime() > deadlineNanos;
  }

  /** For the source: all changes are out; {@code count} of them since it was warm. */
  void exhausted(long count, long timestamp, int rows) {
    changes = count;
    lastTimestamp = timestamp;
    liveRows = rows;
    exhausted.countDown();
  }

  boolean awaitExhausted(long seconds) throws InterruptedException {
    return exhausted.await(seconds, TimeUnit.SECONDS);
  }

  /** Nothing more is wanted of the source. */
  void close() {
    closed.countDown();
  }

  /** For the source: whether it may end, after a short wait. */
  boolean awaitClosed() throws InterruptedException {
    return closed.await(20, TimeUnit.MILLISECONDS);
  }

  /** When the changes that count began, once exhausted. */
  Start start() {
    if (start == null) {
      throw new IllegalStateException("time was up before the warm-up was over");
    }
    return start;
  }

  /** Changes that count, once exhausted. */
  long changes() {
    return changes;
  }

  /** Timestamp of the last one. */
  long lastTimestamp() {
    return lastTimestamp;
  }

  /** Rows that are left by them. */
  int liveRows() {
    return liveRows;
  }
}
