package io.dolake.catalog.maintenance;

import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.Purges.Purge;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges dropped tables, one after the other. What is to be purged is in the store, so a purge goes
 * on after a restart, on whichever server finds it first; a failed one is tried again with growing
 * delays.
 */
final class PurgeWorker {
  private static final Logger LOG = LoggerFactory.getLogger(PurgeWorker.class);

  /** A server that shows no progress for so long is taken for dead. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
  private static final int MAX_DELAY_DOUBLINGS = 10;

  private final CatalogStore store;
  private final TablePurger purger;
  private final Clock clock;

  PurgeWorker(CatalogStore store, TablePurger purger, Clock clock) {
    this.store = store;
    this.purger = purger;
    this.clock = clock;
  }

  /**
   * Purges a table that is due.
   *
   * @return false if none was due
   */
  boolean purgeNext() {
    // Looking costs no write transaction, which would get in the way of commits.
    if (store.read(session -> session.purges().count()) == 0) {
      return false;
    }
    Optional<Purge> due =
        store.maintain(session -> session.purges().claimDue(clock.millis(), leaseEnd()));
    due.ifPresent(this::purge);
    return due.isPresent();
  }

  private void purge(Purge purge) {
    try {
      purger.purge(purge.metadataLocation(), () -> renewLease(purge));
    } catch (RuntimeException e) {
      int doublings = Math.min(purge.attempts() - 1, MAX_DELAY_DOUBLINGS);
      Duration delay = FIRST_DELAY.multipliedBy(1L << doublings);
      LOG.warn(
          "purge failed, next attempt in {} s: table={} attempts={}",
          delay.toSeconds(),
          purge.tableName(),
          purge.attempts(),
          e);
      postpone(purge, clock.millis() + delay.toMillis(), String.valueOf(e.getMessage()));
      return;
    }
    store.maintain(
        session -> {
          session.purges().delete(purge.purgeId());
          return null;
        });
    LOG.info("table purged: table={} attempts={}", purge.tableName(), purge.attempts());
  }

  private void renewLease(Purge purge) {
    postpone(purge, leaseEnd(), "");
  }

  private void postpone(Purge purge, long notBeforeMillis, String error) {
    store.maintain(
        session -> {
          session.purges().postpone(purge.purgeId(), notBeforeMillis, error);
          return null;
        });
  }

  private long leaseEnd() {
    return clock.millis() + LEASE.toMillis();
  }
}
