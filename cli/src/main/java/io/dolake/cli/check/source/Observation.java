package io.dolake.cli.check.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What a round and its Flink jobs, which run in the same process, tell each other. */
final class Observation {
  private static final Map<String, Observation> BY_ROUND = new ConcurrentHashMap<>();

  /** Set by the round: watermark at which the state is handed over; none before. */
  final AtomicLong targetWatermark = new AtomicLong(Long.MAX_VALUE);

  /** Set by the round: the next record makes the job fail, once. */
  final AtomicBoolean failNext = new AtomicBoolean();

  /** Set by the job: records since the round began, over all attempts. */
  final AtomicLong records = new AtomicLong();

  /** Set by the job: the first thing that is wrong. */
  final AtomicReference<String> violation = new AtomicReference<>();

  /** Set by the job: the state at the target watermark. */
  final AtomicReference<CollectedState> result = new AtomicReference<>();

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
}
