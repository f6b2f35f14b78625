package io.dolake.sql.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlSession.TransactionState;
import io.dolake.sql.dml.PendingChecks;
import io.dolake.sql.notify.SessionNotifications;
import io.dolake.storage.CommitResult;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.Savepoint;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The session's explicit transaction. It begins on the store with its first statement, so that
 * BEGIN alone costs nothing and SET TRANSACTION can still change it.
 */
final class SessionTransaction {
  private record NamedSavepoint(String name, Savepoint savepoint, int notifications) {}

  private final ShardStore store;
  private final OwnCommits ownCommits;
  private final SessionTemporary temporary;
  private final SessionNotifications notifications;
  private final PendingChecks deferredChecks = new PendingChecks();
  private final List<NamedSavepoint> savepoints = new ArrayList<>();
  private TransactionState state = TransactionState.IDLE;
  private TransactionOptions options;
  private ShardTransaction transaction;
  private boolean begunBySavepoint;
  private boolean schemaChanged;

  SessionTransaction(
      ShardStore store,
      OwnCommits ownCommits,
      SessionTemporary temporary,
      SessionNotifications notifications) {
    this.store = store;
    this.ownCommits = ownCommits;
    this.temporary = temporary;
    this.notifications = notifications;
  }

  TransactionState state() {
    return state;
  }

  boolean isOpen() {
    return state != TransactionState.IDLE;
  }

  boolean isFailed() {
    return state == TransactionState.FAILED;
  }

  boolean isReadOnly() {
    return isOpen() && options.readOnly();
  }

  PendingChecks deferredChecks() {
    return deferredChecks;
  }

  /** Whether this transaction sees a catalog that nobody else does. */
  boolean hasChangedSchema() {
    return schemaChanged;
  }

  void schemaChanged() {
    schemaChanged = true;
  }

  void begin(TransactionOptions transactionOptions) {
    if (isOpen()) {
      throw new DoLakeException(
          ErrorCode.ACTIVE_TRANSACTION,
          "cannot start a transaction within a transaction",
          "COMMIT or ROLLBACK first, or use SAVEPOINT.");
    }
    options = transactionOptions;
    state = TransactionState.IN_TRANSACTION;
  }

  /** Level and access of the transaction, before its first statement. */
  void change(IsolationLevel isolation, Boolean readOnly) {
    if (transaction != null) {
      throw new DoLakeException(
          ErrorCode.ACTIVE_TRANSACTION,
          "SET TRANSACTION must come before the transaction's first statement");
    }
    options =
        new TransactionOptions(
            isolation == null ? options.isolation() : isolation,
            readOnly == null ? options.readOnly() : readOnly,
            options.lockTimeout());
  }

  TransactionOptions options() {
    return options;
  }

  /** The store's transaction, begun now if this is its first use. */
  ShardTransaction onStore() {
    if (transaction == null) {
      ownCommits.await();
      transaction = store.begin(options);
    }
    // Temporary objects may come up in the middle of a transaction.
    transaction = temporary.join(transaction);
    return transaction;
  }

  /** The store's transaction if it has begun, else null. */
  ShardTransaction begunOrNull() {
    return transaction;
  }

  void fail() {
    if (isOpen()) {
      state = TransactionState.FAILED;
    }
  }

  CompletableFuture<Void> commit() {
    return notifications.hasPending() ? notifications.commit(this::handOver) : handOver();
  }

  private CompletableFuture<Void> handOver() {
    CompletableFuture<CommitResult> committed = null;
    boolean withSchema = schemaChanged;
    try {
      committed = transaction == null ? null : transaction.commitAsync();
    } finally {
      if (committed == null) {
        close();
      }
      reset();
    }
    return committed == null ? FinishedCursor.DURABLE : ownCommits.add(committed, withSchema);
  }

  void rollback() {
    close();
    reset();
  }

  private void close() {
    if (transaction != null) {
      transaction.close();
    }
  }

  private void reset() {
    transaction = null;
    state = TransactionState.IDLE;
    savepoints.clear();
    deferredChecks.clear();
    notifications.rollback();
    begunBySavepoint = false;
    schemaChanged = false;
  }

  /** Outside a transaction a savepoint begins one, which its release commits, as in SQLite. */
  void savepoint(String name, TransactionOptions defaults) {
    if (!isOpen()) {
      begin(defaults);
      begunBySavepoint = true;
    }
    savepoints.add(new NamedSavepoint(name, onStore().savepoint(), notifications.mark()));
  }

  void rollbackTo(String name) {
    int found = find(name);
    NamedSavepoint target = savepoints.get(found);
    transaction.rollbackTo(target.savepoint());
    notifications.rollbackTo(target.notifications());
    savepoints.subList(found + 1, savepoints.size()).clear();
    state = TransactionState.IN_TRANSACTION;
  }

  /** Forgets a savepoint; true when it began the transaction, which is then to be committed. */
  boolean releaseEndsTransaction(String name) {
    int found = find(name);
    if (found == 0 && begunBySavepoint) {
      return true;
    }
    transaction.release(savepoints.get(found).savepoint());
    savepoints.subList(found, savepoints.size()).clear();
    return false;
  }

  private int find(String name) {
    for (int i = savepoints.size() - 1; i >= 0; i--) {
      if (savepoints.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw new DoLakeException(
        ErrorCode.INVALID_SAVEPOINT, "savepoint \"" + name + "\" does not exist");
  }
}
