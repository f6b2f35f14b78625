package io.dolake.storage.check.crash;

import static io.dolake.storage.check.crash.BankTables.ACCOUNT_COUNT;
import static io.dolake.storage.check.crash.BankTables.FIRST_BALANCE;

import io.dolake.common.Lsn;
import io.dolake.common.catalog.TableDef;
import io.dolake.storage.KeyRange;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.Arrays;

/**
 * Keeps what was acknowledged over the crashes of one store, and holds the recovered store against
 * it. A client has at most one transaction under way, so after a crash it may find its last
 * acknowledged number or the one after it, nothing else. Thread-safe.
 */
final class Ledger implements Acknowledgements {
  private final long[] lastTransfer;
  private final Lsn[] lastTransferLsn;
  private long lastDdlStep;
  private Lsn highestAcknowledged = Lsn.NONE;
  private Lsn highestRead = Lsn.NONE;
  private Lsn highestConfirmed = Lsn.NONE;
  private long acknowledgedCount;

  Ledger(int clients) {
    lastTransfer = new long[clients];
    lastTransferLsn = new Lsn[clients];
    Arrays.fill(lastTransferLsn, Lsn.NONE);
  }

  @Override
  public synchronized void transferCommitted(int client, long seq, Lsn lsn) {
    lastTransfer[client] = seq;
    lastTransferLsn[client] = lsn;
    acknowledged(lsn);
  }

  @Override
  public synchronized void ddlCommitted(long step, Lsn lsn) {
    lastDdlStep = step;
    acknowledged(lsn);
  }

  private void acknowledged(Lsn lsn) {
    acknowledgedCount++;
    if (lsn.compareTo(highestAcknowledged) > 0) {
      highestAcknowledged = lsn;
    }
  }

  @Override
  public synchronized void transactionRead(Lsn lsn) {
    if (lsn.compareTo(highestRead) > 0) {
      highestRead = lsn;
    }
  }

  @Override
  public synchronized void slotConfirmed(Lsn lsn) {
    highestConfirmed = lsn;
  }

  synchronized long acknowledgedCount() {
    return acknowledgedCount;
  }

  /**
   * Checks a recovered store, and takes over what it turned out to hold of the transactions whose
   * outcome the crash left open.
   *
   * @param slot the slot that the workload's reader confirms
   */
  synchronized void check(ShardStore store, String slot) {
    Violations.require(
        store.lastLsn().compareTo(highestAcknowledged) >= 0,
        "LSN %s was acknowledged, the log ends at %s",
        highestAcknowledged,
        store.lastLsn());
    Violations.require(
        store.lastLsn().compareTo(highestRead) >= 0,
        "LSN %s was given to a reader, the log ends at %s",
        highestRead,
        store.lastLsn());
    ReplicationSlot found =
        store.slots().find(slot).orElseThrow(() -> lostSlot("slot " + slot + " is gone"));
    Violations.require(
        found.state() == ReplicationSlot.State.ACTIVE
            && found.confirmed().compareTo(highestConfirmed) >= 0,
        "slot confirmed up to %s is now %s",
        highestConfirmed,
        found);
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
      long steps = DdlPlan.lastStep(transaction);
      Violations.require(
          steps == lastDdlStep || steps == lastDdlStep + 1,
          "DDL step %d was acknowledged, step %d is the last",
          lastDdlStep,
          steps);
      DdlPlan.check(transaction, steps);
      lastDdlStep = steps;
      checkTransfers(transaction);
    }
  }

  private static RuntimeException lostSlot(String message) {
    return new Violations.CrashViolation(message);
  }

  private void checkTransfers(ShardTransaction transaction) {
    long[] found = new long[lastTransfer.length];
    long[] balances = new long[ACCOUNT_COUNT];
    Arrays.fill(balances, FIRST_BALANCE);
    TableDef transfers = BankTables.table(transaction.catalog(), BankTables.TRANSFERS);
    try (RowCursor rows = transaction.scan(transfers.id(), KeyRange.ALL, ScanDirection.FORWARD)) {
      while (rows.next()) {
        int client = ((Long) rows.row().value(0)).intValue();
        long seq = (Long) rows.row().value(1);
        Violations.require(
            seq == found[client] + 1,
            "transfer %d of client %d follows its transfer %d",
            seq,
            client,
            found[client]);
        found[client] = seq;
        long amount = (Long) rows.row().value(4);
        balances[((Long) rows.row().value(2)).intValue()] -= amount;
        balances[((Long) rows.row().value(3)).intValue()] += amount;
      }
    }
    for (int client = 0; client < found.length; client++) {
      Violations.require(
          found[client] == lastTransfer[client] || found[client] == lastTransfer[client] + 1,
          "client %d was told that transfer %d (LSN %s) is committed, transfer %d is the last",
          client,
          lastTransfer[client],
          lastTransferLsn[client],
          found[client]);
      lastTransfer[client] = found[client];
    }
    checkBalances(transaction, balances);
  }

  private static void checkBalances(ShardTransaction transaction, long[] expected) {
    TableDef accounts = BankTables.table(transaction.catalog(), BankTables.ACCOUNTS);
    for (int id = 0; id < expected.length; id++) {
      long balance = (Long) transaction.get(accounts.id(), (long) id).value(1);
      Violations.require(
          balance == expected[id],
          "account %d has %d, its transfers leave %d: a transaction is there in part",
          id,
          balance,
          expected[id]);
    }
  }
}
