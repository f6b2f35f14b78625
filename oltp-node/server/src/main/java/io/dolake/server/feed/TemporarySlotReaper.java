package io.dolake.server.feed;

import io.dolake.common.feed.FeedProtocol;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.ShardStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops temporary slots that nobody has streamed from for a while, so that readers that never come
 * back do not keep the log. Runs on the server's timer thread.
 */
final class TemporarySlotReaper implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporarySlotReaper.class);

  private final ShardStore store;
  private final SlotLeases leases;
  private final Duration timeToLive;
  private final InstantSource clock;

  TemporarySlotReaper(
      ShardStore store, SlotLeases leases, Duration timeToLive, InstantSource clock) {
    this.store = store;
    this.leases = leases;
    this.timeToLive = timeToLive;
    this.clock = clock;
  }

  @Override
  public void run() {
    try {
      for (ReplicationSlot slot : store.slots().list()) {
        if (slot.name().startsWith(FeedProtocol.TEMPORARY_SLOT_PREFIX)) {
          dropIfIdle(slot.name());
        }
      }
    } catch (RuntimeException e) {
      // A thrown exception would end the timer's repetition.
      LOG.warn("temporary slots could not be checked shard={}", store.shardId(), e);
    }
  }

  private void dropIfIdle(String slot) {
    Instant since = leases.idleSince(slot);
    if (since == null || since.plus(timeToLive).isAfter(clock.instant())) {
      return;
    }
    store.slots().drop(slot);
    leases.forget(slot);
    LOG.info("temporary slot dropped name={} shard={} idleSince={}", slot, store.shardId(), since);
  }
}
