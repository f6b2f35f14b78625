package io.dolake.cli.check.source;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What a round and its Flink jobs, which run in the same process, tell each other. Thread-safe. */
final class Observation {
  private static final Map<String, Observation> BY_ROUND = new ConcurrentHashMap<>();

  /** Set by the round: watermark at which the state is handed over; none before. */
  final AtomicLong targetWatermark = new AtomicLong(Long.MAX_VALUE);

  /** Set by the round: the next record makes the job fail, once. */
  final AtomicBoolean failNext = new AtomicBoolean();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long records;
  private String violation;
  private CollectedState result;

  static Observation register(String round) {
    Observation observation = new Observation();
    BY_ROUND.put(round, observation);
    return observation;
  }

  static Observation of(String round) {
    return BY_ROUND.get(round);
  }

  static void forget(String round) {
    BY_ROUND.remove(round);
  }

  /** The job has taken a record. */
  void recorded() {
    tell(() -> records++);
  }

  /** The job has found something wrong; the first counts. */
  void violated(String problem) {
    tell(
        () -> {
          if (violation == null) {
            violation = problem;
          }
        });
  }

  /** The job has reached the target watermark with this state; the first counts. */
  void reached(CollectedState state) {
    tell(
        () -> {
          if (result == null) {
            result = state;
          }
        });
  }

  private void tell(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many more records have come, over all attempts, or the time is over. */
  void awaitRecords(int count, Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      long target = records + count;
      await(() -> records >= target, timeout);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a state or a violation; tells whether one of them is there. */
  boolean awaitEnd(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      return await(() -> result != null || violation != null, timeout);
    } finally {
      lock.unlock();
    }
  }

  private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    long remaining = timeout.toNanos();
    while (!condition.getAsBoolean() && remaining > 0) {
      remaining = changed.awaitNanos(remaining);
    }
    return condition.getAsBoolean();
  }

  /** What is wrong, or null. */
  String violation() {
    lock.lock();
    try {
      return violation;
    } finally {
      lock.unlock();
    }
  }

  /** The state at the target watermark, or null. */
  CollectedState result() {
    lock.lock();
    try {
      return result;
    } finally {
      lock.unlock();
    }
  }
}
