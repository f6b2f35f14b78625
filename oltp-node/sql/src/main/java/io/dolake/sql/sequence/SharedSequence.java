package io.dolake.sql.sequence;

import io.dolake.common.TableId;
import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A committed sequence, shared by all sessions. A number is given out only when the sequence's row
 * says, durably, that it may have been: transactions of its own move the row on by a batch at a
 * time. After a crash the rest of the batch is skipped. Thread-safe.
 */
final class SharedSequence {
  /** Numbers that are set aside beyond the one that is wanted, as in PostgreSQL. */
  private static final int NUMBERS_AHEAD = 32;

  /** CACHE adds no more than this. */
  private static final long MAX_CACHE = 1_000_000;

  /** ALTER SEQUENCE may come in between each time. */
  private static final int MAX_ATTEMPTS = 10;

  /** What a transaction of its own makes of the row. */
  private record Step(SequencePosition position, long left, SequencePosition row) {}

  private interface Change {
    Step of(TableDef sequence, SequencePosition row);
  }

  private final ShardStore store;
  private final TableId id;

  /** Held while numbers are set aside, which waits for somebody who alters the sequence. */
  private final ReentrantLock lock = new ReentrantLock();

  /** The definition that the numbers set aside follow; null before the first. */
  private TableDef table;

  private SequencePosition position;
  private long left;

  SharedSequence(ShardStore store, TableId id) {
    this.store = store;
    this.id = id;
  }

  long next(Duration timeout) {
    acquire(timeout);
    try {
      if (left > 0 && isCurrent()) {
        position = position.advanced(table.sequence(), 1);
        left--;
        return position.value();
      }
      change(timeout, SharedSequence::batch);
      return position.value();
    } finally {
      lock.unlock();
    }
  }

  private static Step batch(TableDef sequence, SequencePosition row) {
    SequenceDef definition = sequence.sequence();
    SequencePosition next = row.next(definition, sequence.name());
    long wanted = NUMBERS_AHEAD + Math.min(definition.cache(), MAX_CACHE) - 1;
    long ahead = next.stepsLeft(definition, wanted);
    return new Step(next, ahead, next.advanced(definition, ahead));
  }

  void set(SequencePosition newPosition, Duration timeout) {
    acquire(timeout);
    try {
      change(
          timeout,
          (sequence, row) -> {
            SequenceBounds.require(sequence, newPosition.value());
            return new Step(newPosition, 0, newPosition);
          });
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the numbers that are set aside away from other sessions, for somebody who has locked the
   * sequence's table. Returns the position before them; null if it is the row's.
   */
  SequencePosition seize() {
    // Whoever has the lock may wait for the table: its numbers are skipped instead.
    if (!lock.tryLock()) {
      return null;
    }
    try {
      SequencePosition seized = left > 0 && isCurrent() ? position : null;
      left = 0;
      return seized;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The last number given out, with how many are set aside; null if the row tells, or has to
   * because numbers are being set aside now.
   */
  SequenceState state() {
    if (!lock.tryLock()) {
      return null;
    }
    try {
      return table != null && isCurrent() ? new SequenceState(position, left) : null;
    } finally {
      lock.unlock();
    }
  }

  /** Moves the row back to the numbers that were really given out: none is skipped. */
  void giveBack(Duration timeout) {
    acquire(timeout);
    try {
      if (left > 0 && isCurrent()) {
        SequencePosition given = position;
        SequencePosition setAside = position.advanced(table.sequence(), left);
        change(
            timeout,
            (sequence, row) -> {
              SequencePosition kept = row.equals(setAside) ? given : row;
              return new Step(kept, 0, kept);
            });
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isCurrent() {
    return store
        .catalog()
        .table(id)
        .filter(now -> now.schemaVersion() == table.schemaVersion())
        .isPresent();
  }

  private void acquire(Duration timeout) {
    if (lock.tryLock()) {
      return;
    }
    if (NonWaitingThread.isCurrent()) {
      throw LockWouldWaitException.INSTANCE;
    }
    try {
      if (lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DoLakeException(ErrorCode.QUERY_CANCELED, "the statement was canceled", null, e);
    }
    throw new DoLakeException(
        ErrorCode.LOCK_TIMEOUT,
        "the sequence is being changed by another transaction",
        "Run the transaction again.");
  }

  private void change(Duration timeout, Change change) {
    if (NonWaitingThread.isCurrent()) {
      throw LockWouldWaitException.INSTANCE;
    }
    left = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        tryChange(timeout, change);
        return;
      } catch (DoLakeException e) {
        if (e.code() != ErrorCode.SERIALIZATION_FAILURE || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void tryChange(Duration timeout, Change change) {
    TransactionOptions options =
        new TransactionOptions(IsolationLevel.READ_COMMITTED, false, timeout);
    try (ShardTransaction transaction = store.begin(options)) {
      TableDef sequence =
          transaction
              .catalog()
              .table(id)
              .orElseThrow(
                  () ->
                      new DoLakeException(
                          ErrorCode.UNDEFINED_TABLE, "the sequence was dropped meanwhile"));
      Step step = change.of(sequence, SequenceTable.lock(transaction, id));
      SequenceTable.write(transaction, id, step.row());
      transaction.commit();
      table = sequence;
      position = step.position();
      left = step.left();
    }
  }
}
