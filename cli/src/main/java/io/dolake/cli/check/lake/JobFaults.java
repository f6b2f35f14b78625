package io.dolake.cli.check.lake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders to the parts of a lane's job that fail on command. Found by the lane's name, because Flink
 * ships those parts as copies; everything runs in this process.
 */
final class JobFaults {
  private static final Map<String, JobFaults> BY_LANE = new ConcurrentHashMap<>();

  private final AtomicBoolean crash = new AtomicBoolean();
  private final AtomicBoolean checkpointFailure = new AtomicBoolean();
  private final AtomicInteger storeFailures = new AtomicInteger();
  private volatile int storeDelayMillis;

  private JobFaults() {}

  static JobFaults of(String lane) {
    return BY_LANE.computeIfAbsent(lane, name -> new JobFaults());
  }

  static void forget(String lane) {
    BY_LANE.remove(lane);
  }

  /** The next record kills its task. */
  void crashAtNextRecord() {
    crash.set(true);
  }

  boolean takeCrash() {
    return crash.get() && crash.getAndSet(false);
  }

  /** The next checkpoint fails while its state is written. */
  void failNextCheckpoint() {
    checkpointFailure.set(true);
  }

  boolean takeCheckpointFailure() {
    return checkpointFailure.getAndSet(false);
  }

  /** The next requests to the store are refused, as a throttling one does. */
  void refuseStoreRequests(int count) {
    storeFailures.set(count);
  }

  /** Every request to the store takes so long, until told otherwise. */
  void delayStoreRequests(int millis) {
    storeDelayMillis = millis;
  }

  boolean takeStoreFailure() {
    return storeFailures.get() > 0 && storeFailures.getAndDecrement() > 0;
  }

  int storeDelayMillis() {
    return storeDelayMillis;
  }

  /** Requests to the store are served as they should be. */
  void calmStore() {
    storeFailures.set(0);
    storeDelayMillis = 0;
  }

  /** No fault of the job itself is left to come. */
  void calm() {
    crash.set(false);
    checkpointFailure.set(false);
  }
}
