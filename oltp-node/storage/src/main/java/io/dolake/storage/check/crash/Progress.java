package io.dolake.storage.check.crash;

import io.dolake.common.catalog.TableDef;
import io.dolake.storage.KeyRange;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;

/**
 * How far the clients are in a store: the number of each one's last transfer, and of the last DDL
 * step.
 */
record Progress(long[] lastTransfers, long lastDdlStep) {
  static Progress read(ShardStore store) {
    long[] lastTransfers = new long[Workload.CLIENTS];
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
      TableDef transfers = BankTables.table(transaction.catalog(), BankTables.TRANSFERS);
      try (RowCursor rows = transaction.scan(transfers.id(), KeyRange.ALL, ScanDirection.FORWARD)) {
        while (rows.next()) {
          int client = ((Long) rows.row().value(0)).intValue();
          lastTransfers[client] = (Long) rows.row().value(1);
        }
      }
      return new Progress(lastTransfers, DdlPlan.lastStep(transaction));
    }
  }
}
