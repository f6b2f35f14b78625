package io.dolake.storage.check.crash;

import io.dolake.common.Lsn;
import io.dolake.storage.ShardStore;
import io.dolake.storage.check.CheckStores;
import io.dolake.storage.log.LogFiles;

/** What is known of one store over its crashes, and the checks after each. */
final class StoreUnderTest {
  private final Ledger ledger = new Ledger(Workload.CLIENTS);
  private final LogModel model = new LogModel();

  /** Fills a new store. */
  void create(ShardStore store) {
    store.slots().create(LogModel.SLOT, Lsn.NONE);
    store.slots().create(Workload.SLOT, Lsn.NONE);
    BankTables.create(store);
  }

  Ledger ledger() {
    return ledger;
  }

  /** Everything that must hold after a crash; throws what does not. */
  void check(ShardStore store, LogFiles files) throws InterruptedException {
    ledger.check(store, Workload.SLOT);
    model.follow(store);
    String problems = CheckStores.problemsOf(store, files);
    Violations.require(problems.isEmpty(), "verify: %s", problems);
  }
}
