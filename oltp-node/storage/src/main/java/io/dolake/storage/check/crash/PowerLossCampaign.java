package io.dolake.storage.check.crash;

import io.dolake.common.error.DoLakeException;
import io.dolake.storage.Durability;
import io.dolake.storage.ShardStore;
import io.dolake.storage.check.CheckStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * Rounds of simulated power loss: the store's files live in memory and lose or tear what was not
 * synced, LMDB's pages are mixed from before and after its last sync, syncs fail, the disk fills
 * up. Used by one thread.
 */
final class PowerLossCampaign implements AutoCloseable {
  private static final int ROUNDS_PER_STORE = 40;

  private final Path parent;
  private final Durability durability;
  private final Random random;
  private int stores;
  private int roundsOnStore;
  private long failedSyncs;
  private long crashesInRecovery;
  private long acknowledged;

  private Path directory;
  private UnreliableFiles files;
  private LmdbPages pages;
  private StoreUnderTest tested;
  private ShardStore store;

  PowerLossCampaign(Path parent, Durability durability, Random random) {
    this.parent = parent;
    this.durability = durability;
    this.random = random;
  }

  long failedSyncs() {
    return failedSyncs;
  }

  long crashesInRecovery() {
    return crashesInRecovery;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** One workload, cut off, recovered and checked. */
  void round() throws IOException, InterruptedException {
    if (store == null || roundsOnStore == ROUNDS_PER_STORE) {
      startOver();
    }
    roundsOnStore++;
    armFaults();
    long acknowledgedBefore = tested.ledger().acknowledgedCount();
    new Workload(store, tested.ledger(), files::isPowerOff).run(random);
    acknowledged += tested.ledger().acknowledgedCount() - acknowledgedBefore;
    if (files.hasSyncFailed()) {
      failedSyncs++;
    }
    files.losePower();
    store.close();
    recover();
    tested.check(store, files);
  }

  private void startOver() throws IOException {
    close();
    stores++;
    roundsOnStore = 0;
    directory = parent.resolve("power-" + stores);
    pages = new LmdbPages(directory.resolve(LmdbPages.DATA_FILE));
    files = new UnreliableFiles(random, pages::notePowerOff, pages::noteSync);
    tested = new StoreUnderTest();
    store = CheckStores.openForCrash(directory, files, durability);
    tested.create(store);
  }

  private void armFaults() {
    boolean soon = random.nextInt(10) == 0;
    files.losePowerAfter(1 + random.nextInt(soon ? 20 : 1_000));
    files.failSyncs(random.nextInt(5) == 0 ? 20 + random.nextInt(200) : 0);
    files.fillDisk(random.nextInt(10) == 0 ? 3 : 0);
  }

  /** Starts the machine again; sometimes the power goes once more while the store recovers. */
  private void recover() throws IOException {
    while (true) {
      pages.losePower(random);
      files = files.restart(pages::notePowerOff, pages::noteSync);
      boolean crashAgain = random.nextInt(8) == 0;
      if (crashAgain) {
        files.losePowerAfter(1 + random.nextInt(3));
      }
      try {
        store = CheckStores.openForCrash(directory, files, durability);
      } catch (DoLakeException e) {
        if (!files.isPowerOff()) {
          throw e;
        }
        crashesInRecovery++;
        continue;
      }
      files.losePowerAfter(Long.MAX_VALUE);
      if (!files.isPowerOff()) {
        return;
      }
      crashesInRecovery++;
      store.close();
    }
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
