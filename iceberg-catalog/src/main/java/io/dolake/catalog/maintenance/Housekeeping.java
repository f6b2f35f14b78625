package io.dolake.catalog.maintenance;

import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.store.CatalogStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a catalog server does on the side: it deletes the files of purged tables and forgets old
 * idempotency keys and events. One thread for each of the two; a failure is logged and tried again.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PURGE_MILLIS = 500;
  private static final long EXPIRY_SECONDS = 5;
  private static final long CLOSE_SECONDS = 10;

  /** An event of a transaction over many tables takes a few kilobytes. */
  private static final long MAX_EVENTS = 200_000;

  /** Rows deleted in one transaction, so that commits need not wait for long. */
  private static final int BATCH = 1_000;

  private final CatalogStore store;
  private final PurgeWorker purges;
  private final Clock clock;
  private final Duration keyLifetime;
  private final Duration eventRetention;
  private final ScheduledExecutorService purger;
  private final ScheduledExecutorService expirer;

  /**
   * @param keyLifetime how long idempotency keys are kept
   * @param eventRetention how long events are kept
   */
  public Housekeeping(
      CatalogStore store,
      FileIO io,
      LocationPolicy locations,
      Clock clock,
      Duration keyLifetime,
      Duration eventRetention) {
    this.store = store;
    this.purges = new PurgeWorker(store, new TablePurger(io, locations), clock);
    this.clock = clock;
    this.keyLifetime = keyLifetime;
    this.eventRetention = eventRetention;
    this.purger = Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "catalog-purger"));
    this.expirer =
        Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "catalog-expirer"));
  }

  public void start() {
    var purging =
        purger.scheduleWithFixedDelay(
            () -> guarded("purge", this::purgeAll), 0, PURGE_MILLIS, TimeUnit.MILLISECONDS);
    var expiring =
        expirer.scheduleWithFixedDelay(
            () -> guarded("expiry", this::expire),
            EXPIRY_SECONDS,
            EXPIRY_SECONDS,
            TimeUnit.SECONDS);
    LOG.debug("housekeeping started: {} {}", purging, expiring);
  }

  private void purgeAll() {
    while (!purger.isShutdown() && purges.purgeNext()) {
      LOG.debug("looking for another table to purge");
    }
  }

  private void expire() {
    long now = clock.millis();
    deleteBatches(
        () ->
            store.maintain(
                session ->
                    session
                        .idempotencyKeys()
                        .deleteOlderThan(now - keyLifetime.toMillis(), BATCH)));
    deleteBatches(
        () ->
            store.maintain(
                session ->
                    session.events().deleteOlderThan(now - eventRetention.toMillis(), BATCH)));
    deleteBatches(
        () -> store.maintain(session -> session.events().deleteBeyond(MAX_EVENTS, BATCH)));
  }

  private void deleteBatches(IntSupplier delete) {
    int deleted = BATCH;
    while (deleted == BATCH && !expirer.isShutdown()) {
      deleted = delete.getAsInt();
    }
  }

  /** A scheduled task that throws is never run again, so nothing may be thrown. */
  private static void guarded(String task, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("{} failed, it will be tried again: {}", task, e.getMessage());
    }
  }

  @Override
  public void close() {
    purger.shutdown();
    expirer.shutdown();
    try {
      if (!purger.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        // What is left to purge is in the store.
        purger.shutdownNow();
      }
      if (!expirer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        expirer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
