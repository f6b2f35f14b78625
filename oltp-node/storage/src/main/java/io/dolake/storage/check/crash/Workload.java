package io.dolake.storage.check.crash;

import static io.dolake.storage.check.crash.BankTables.ACCOUNT_COUNT;

import io.dolake.common.Lsn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.change.TransactionHeader;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.CommitResult;
import io.dolake.storage.LogReader;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Concurrent clients of one store: transfers, DDL and a reader that follows the log through a slot.
 * They run until the store fails under them or {@code isOver} says so.
 */
final class Workload {
  static final int CLIENTS = 6;
  static final String SLOT = "workload";

  private static final Duration SHORT_WAIT = Duration.ofMillis(50);

  private final ShardStore store;
  private final Progress start;
  private final Acknowledgements told;
  private final BooleanSupplier isOver;
  private final AtomicReference<RuntimeException> unexpected = new AtomicReference<>();

  /**
   * @param told is told what the clients learn
   */
  Workload(ShardStore store, Acknowledgements told, BooleanSupplier isOver) {
    this.store = store;
    this.start = Progress.read(store);
    this.told = told;
    this.isOver = isOver;
  }

  /** Runs all clients to their end; an error that none of them may see fails the run. */
  void run(Random random) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      Random own = new Random(random.nextLong());
      threads.add(new Thread(() -> guard(() -> transfers(client, own)), "crash-client-" + i));
    }
    threads.add(new Thread(() -> guard(this::ddl), "crash-ddl"));
    Random readers = new Random(random.nextLong());
    threads.add(new Thread(() -> guard(() -> readLog(readers)), "crash-reader"));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    if (unexpected.get() != null) {
      throw unexpected.get();
    }
  }

  private interface Client {
    void run() throws InterruptedException;
  }

  /** A client ends when its store is gone; anything else is reported. */
  private void guard(Client client) {
    try {
      client.run();
    } catch (DoLakeException e) {
      if (!isEndOfStore(e.code())) {
        unexpected.compareAndSet(null, e);
      }
    } catch (RuntimeException e) {
      unexpected.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isEndOfStore(ErrorCode code) {
    return switch (code) {
      case STORE_FAILED, STORE_CLOSED, COMMIT_OUTCOME_UNKNOWN, IO_ERROR, SHUTTING_DOWN -> true;
      default -> false;
    };
  }

  private void transfers(int client, Random random) {
    long seq = start.lastTransfers()[client] + 1;
    while (!isOver.getAsBoolean()) {
      long payer = random.nextInt(ACCOUNT_COUNT);
      long payee = (payer + 1 + random.nextInt(ACCOUNT_COUNT - 1)) % ACCOUNT_COUNT;
      Optional<CommitResult> result = transfer(client, seq, payer, payee, 1 + random.nextInt(20));
      if (result.isPresent()) {
        told.transferCommitted(client, seq, result.get().lsn());
        seq++;
      }
    }
  }

  private Optional<CommitResult> transfer(
      long client, long seq, long payer, long payee, long amount) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableDef accounts = BankTables.table(transaction.catalog(), BankTables.ACCOUNTS);
      TableDef transfers = BankTables.table(transaction.catalog(), BankTables.TRANSFERS);
      move(transaction, accounts, payer, -amount);
      transaction.insert(
          transfers.id(), DdlPlan.transferRow(transfers, client, seq, payer, payee, amount));
      move(transaction, accounts, payee, amount);
      return Optional.of(transaction.commit());
    } catch (DoLakeException e) {
      return absentIfHarmless(e);
    }
  }

  private static void move(
      ShardTransaction transaction, TableDef accounts, long account, long amount) {
    long balance = (Long) transaction.getForUpdate(accounts.id(), account).value(1);
    transaction.update(
        accounts.id(), new Object[] {account}, new Object[] {account, balance + amount});
  }

  /** Conflicts and a full disk leave the store up and nothing done: the client tries again. */
  private static <T> Optional<T> absentIfHarmless(DoLakeException e) {
    boolean retry = e.code().action() == ErrorCode.Action.RETRY && !isEndOfStore(e.code());
    if (retry || e.code() == ErrorCode.DISK_FULL) {
      return Optional.empty();
    }
    throw e;
  }

  private void ddl() {
    long step = start.lastDdlStep() + 1;
    while (!isOver.getAsBoolean()) {
      Optional<CommitResult> result = ddlStep(step);
      if (result.isPresent()) {
        told.ddlCommitted(step, result.get().lsn());
        step++;
      }
    }
  }

  private Optional<CommitResult> ddlStep(long step) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      DdlPlan.apply(transaction, step);
      return Optional.of(transaction.commit());
    } catch (DoLakeException e) {
      return absentIfHarmless(e);
    }
  }

  private void readLog(Random random) throws InterruptedException {
    Lsn position =
        store
            .slots()
            .find(SLOT)
            .orElseThrow(() -> new IllegalStateException("no slot"))
            .confirmed();
    try (LogReader reader = store.readLogAfter(position)) {
      while (!isOver.getAsBoolean()) {
        TransactionHeader header = reader.nextTransaction(SHORT_WAIT);
        if (header == null) {
          continue;
        }
        Violations.require(
            header.lsn().equals(position.next()),
            "the log reader was given LSN %s after %s",
            header.lsn(),
            position);
        position = header.lsn();
        told.transactionRead(position);
        if (random.nextInt(20) == 0) {
          store.slots().confirm(SLOT, position);
          told.slotConfirmed(position);
        }
      }
    }
  }
}
