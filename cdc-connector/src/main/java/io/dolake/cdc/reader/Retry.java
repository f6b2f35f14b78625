package io.dolake.cdc.reader;

import io.dolake.cdc.client.Backoff;
import io.dolake.cdc.client.FeedFailures;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a split may call its node again after a failure, without holding up the task thread. */
final class Retry {
  private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

  /** A slot's former reader may take as long to be noticed dead; longer is another job. */
  private static final Duration SLOT_PATIENCE = Duration.ofSeconds(60);

  private final String what;
  private final Backoff backoff;
  private final Backoff slotBackoff;
  private final ScheduledExecutorService timer;
  private final WakeUp wakeUp;
  private final ReaderMetrics metrics;
  private long notBeforeNanos;
  private boolean waiting;

  Retry(
      String what,
      Duration patience,
      ScheduledExecutorService timer,
      WakeUp wakeUp,
      ReaderMetrics metrics) {
    this.what = what;
    this.backoff = new Backoff(patience);
    this.slotBackoff =
        new Backoff(patience.compareTo(SLOT_PATIENCE) < 0 ? patience : SLOT_PATIENCE);
    this.timer = timer;
    this.wakeUp = wakeUp;
    this.metrics = metrics;
  }

  /**
   * Plans the next attempt.
   *
   * @throws org.apache.flink.util.FlinkRuntimeException when there is none: the failure does not
   *     pass, or the patience has run out
   */
  @SuppressWarnings("FutureReturnValueIgnored") // a wake-up too many does no harm
  void failed(DoLakeException error) {
    Backoff waits = error.code() == ErrorCode.SLOT_IN_USE ? slotBackoff : backoff;
    long delayMillis = FeedFailures.passes(error) ? waits.nextDelayMillis() : -1;
    if (delayMillis < 0) {
      throw FeedFailures.fatal(error);
    }
    LOG.warn("{} is tried again in {} ms: {}", what, delayMillis, error.getMessage());
    metrics.reconnected();
    waiting = true;
    notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    timer.schedule(wakeUp, delayMillis, TimeUnit.MILLISECONDS);
  }

  void succeeded() {
    if (backoff.isFailing() || slotBackoff.isFailing()) {
      LOG.info("{} goes on", what);
      backoff.reset();
      slotBackoff.reset();
    }
  }

  /** Whether an attempt may be made now. */
  boolean isDue() {
    if (waiting && System.nanoTime() - notBeforeNanos >= 0) {
      waiting = false;
    }
    return !waiting;
  }
}
