package io.dolake.server.pg.session;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs statements that took longer than a threshold. Thread-safe. */
public final class SlowQueryLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.dolake.slowquery");
  private static final int MAX_TEXT_LENGTH = 2000;

  private final long thresholdNanos;

  /**
   * @param threshold zero switches the log off
   */
  public SlowQueryLog(Duration threshold) {
    thresholdNanos = threshold.isZero() ? Long.MAX_VALUE : threshold.toNanos();
  }

  void completed(ClientStatement statement, long rows, long nanos) {
    if (nanos < thresholdNanos) {
      return;
    }
    String text = statement.publicText();
    LOG.warn(
        "slow statement millis={} rows={} sql={}",
        nanos / 1_000_000,
        rows,
        text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) + "..." : text);
  }
}
