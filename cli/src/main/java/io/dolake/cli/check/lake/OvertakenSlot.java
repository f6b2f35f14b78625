package io.dolake.cli.check.lake;

import io.dolake.common.check.FaultyHttpProxy;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.ShardStore;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.slot.RetentionOptions;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The fault of a job that is away, or cannot commit, until the log it needs is gone, and the way
 * back: the job ends and says so, another one without state loads the database anew and replaces
 * the tables' rows in its first commit. Belongs to the lane's thread.
 */
final class OvertakenSlot {
  private static final long SLOT_LAG_BYTES = 24L << 20;
  private static final int MAX_BALLAST = 400;
  private static final String LOST = "[SLOT_LOST]";

  private final ShardStore store;
  private final Ledger ledger;
  private final Ballast ballast;
  private final LaneCluster cluster;
  private final FaultyHttpProxy catalog;
  private final Consumer<String> violations;
  private final Random random;

  OvertakenSlot(
      ShardStore store,
      Ledger ledger,
      LaneCluster cluster,
      FaultyHttpProxy catalog,
      Consumer<String> violations,
      Random random) {
    this.store = store;
    this.ledger = ledger;
    this.ballast = new Ballast(store);
    this.cluster = cluster;
    this.catalog = catalog;
    this.violations = violations;
    this.random = random;
  }

  /** Lets the store keep so little of the log that a slot can be overtaken. */
  static StoreConfig.Builder withShortLog(StoreConfig.Builder config) {
    return config
        .segmentBytes(1 << 20)
        .checkpointLogBytes(4 << 20)
        .checkpointInterval(Duration.ofMillis(200))
        .retention(new RetentionOptions(Duration.ZERO, 1 << 20, SLOT_LAG_BYTES, null));
  }

  /** False if the job has no slot yet. */
  boolean happen() throws Exception {
    String slot = cluster.slot();
    if (store.slots().find(slot).isEmpty()) {
      return false;
    }
    boolean stopped = random.nextBoolean();
    if (stopped) {
      cluster.stop();
    } else {
      catalog.setDown(true);
    }
    for (int i = 0; !isLost(slot); i++) {
      if (i == MAX_BALLAST) {
        violations.accept("slot " + slot + " is not lost after " + MAX_BALLAST + " MB of log");
        return false;
      }
      ballast.write();
      ledger.transact(1);
    }
    if (stopped) {
      cluster.start(1 + random.nextInt(LaneCluster.SLOTS));
    } else {
      cluster.killTaskManager();
    }
    String failure = cluster.awaitFailure();
    if (!failure.contains(LOST)) {
      violations.accept("the job of a lost slot ended with " + failure);
    }
    catalog.setDown(false);
    cluster.startAnew(1 + random.nextInt(LaneCluster.SLOTS));
    store.slots().drop(slot);
    return true;
  }

  private boolean isLost(String slot) {
    return store.slots().find(slot).orElseThrow().state() == ReplicationSlot.State.LOST;
  }
}
