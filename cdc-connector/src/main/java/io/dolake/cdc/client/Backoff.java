package io.dolake.cdc.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waiting times between attempts: doubling from 100 ms to 5 s, a little random so that readers do
 * not come back all at once, until the patience has run out. Belongs to one thread.
 */
public final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private final Duration patience;
  private long failingSinceNanos;
  private long nextMillis;

  public Backoff(Duration patience) {
    this.patience = patience;
  }

  /** The last attempt succeeded. */
  public void reset() {
    nextMillis = 0;
  }

  public boolean isFailing() {
    return nextMillis > 0;
  }

  /** How long to wait before the next attempt, or -1 when the patience has run out. */
  public long nextDelayMillis() {
    long now = System.nanoTime();
    if (nextMillis == 0) {
      failingSinceNanos = now;
      nextMillis = FIRST_MILLIS;
    } else if (now - failingSinceNanos > patience.toNanos()) {
      return -1;
    }
    long delay = nextMillis / 2 + ThreadLocalRandom.current().nextLong(nextMillis / 2 + 1);
    nextMillis = Math.min(LONGEST_MILLIS, nextMillis * 2);
    return delay;
  }
}
