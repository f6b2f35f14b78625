package io.dolake.sql.sequence;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A session's view of the sequences: the numbers it drew itself. What no transaction but the
 * session's own can see yet, because that has created or altered it, is drawn from within it; all
 * else outside of any transaction. Belongs to the session's thread.
 */
public final class SessionSequences {
  /** From here on numbers of sequences that are gone are forgotten. */
  private static final int MANY_SEQUENCES = 1_000;

  private final SharedSequences shared;
  private final Supplier<Duration> lockTimeout;
  private final BooleanSupplier readOnly;
  private final Map<TableId, Long> drawn = new HashMap<>();
  private Long last;

  /**
   * @param lockTimeout how long to wait for somebody who alters a sequence
   * @param readOnly whether the session's transaction may change nothing
   */
  public SessionSequences(
      SharedSequences shared, Supplier<Duration> lockTimeout, BooleanSupplier readOnly) {
    this.shared = shared;
    this.lockTimeout = lockTimeout;
    this.readOnly = readOnly;
  }

  /** {@code nextval}. */
  public long next(ShardTransaction transaction, SequenceRelation sequence) {
    requireWritable("nextval");
    TableId id = sequence.table().id();
    long value;
    if (isShared(transaction, sequence)) {
      value =
          sequence.isCounter()
              ? shared.rowNumbers().next(id, lockTimeout.get())
              : shared.of(id).next(lockTimeout.get());
    } else if (sequence.isCounter()) {
      value = transaction.allocateRowId(id);
      transaction.apply(new CatalogChange.KeepRowId(id, value));
    } else {
      SequencePosition next =
          SequenceTable.lock(transaction, id).next(sequence.definition(), sequence.name());
      SequenceTable.write(transaction, id, next);
      value = next.value();
    }
    drew(id, value);
    return value;
  }

  /** {@code setval}. */
  public void set(
      ShardTransaction transaction, SequenceRelation sequence, SequencePosition position) {
    requireWritable("setval");
    TableId id = sequence.table().id();
    SequenceBounds.require(
        sequence.name(),
        sequence.definition().minimum(),
        sequence.definition().maximum(),
        position.value());
    if (sequence.isCounter()) {
      long before = position.called() ? position.value() : position.value() - 1;
      if (isShared(transaction, sequence)) {
        shared.rowNumbers().set(id, before, lockTimeout.get());
      } else {
        transaction.setLastRowId(id, before);
        transaction.apply(new CatalogChange.KeepRowId(id, before));
      }
    } else if (isShared(transaction, sequence)) {
      shared.of(id).set(position, lockTimeout.get());
    } else {
      SequenceTable.lock(transaction, id);
      SequenceTable.write(transaction, id, position);
    }
    if (position.called()) {
      remember(id, position.value());
    }
  }

  /** {@code currval}; OBJECT_NOT_IN_PREREQUISITE_STATE before the session drew a number. */
  public long current(SequenceRelation sequence) {
    Long value = drawn.get(sequence.table().id());
    if (value == null) {
      throw new DoLakeException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "currval of sequence \"" + sequence.name() + "\" is not yet defined in this session",
          "Call nextval() first.");
    }
    return value;
  }

  /** {@code lastval}; OBJECT_NOT_IN_PREREQUISITE_STATE before the session drew a number. */
  public long last() {
    if (last == null) {
      throw new DoLakeException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "lastval is not yet defined in this session",
          "Call nextval() first, or insert a row that draws a number.");
    }
    return last;
  }

  /** A number was drawn from a sequence, or for a row of a table. */
  public void drew(TableId id, long value) {
    last = value;
    remember(id, value);
  }

  private void remember(TableId id, long value) {
    drawn.put(id, value);
    if (drawn.size() > MANY_SEQUENCES) {
      drawn.keySet().removeIf(each -> shared.store().catalog().table(each).isEmpty());
    }
  }

  /** What the sequence's row shows. */
  public SequenceState state(ShardTransaction transaction, SequenceRelation sequence) {
    TableId id = sequence.table().id();
    if (sequence.isCounter()) {
      long given = transaction.lastRowId(id);
      return new SequenceState(
          given == 0 ? SequencePosition.before(1) : new SequencePosition(given, true), 0);
    }
    if (!isShared(transaction, sequence)) {
      return new SequenceState(SequenceTable.read(transaction, id), 0);
    }
    SequenceState state = shared.of(id).state();
    return state != null ? state : committed(id);
  }

  /** As it is now rather than in the transaction's snapshot, since no rollback undoes it. */
  private SequenceState committed(TableId id) {
    try (ShardTransaction now = shared.store().begin(TransactionOptions.READ_ONLY)) {
      return new SequenceState(SequenceTable.read(now, id), 0);
    }
  }

  /**
   * For who has locked a sequence's table to alter it: the position to go on from. Numbers that
   * others had set aside are taken from them.
   *
   * @param sequence as it was before
   */
  public SequencePosition seize(ShardTransaction transaction, SequenceRelation sequence) {
    TableId id = sequence.table().id();
    SequencePosition seized = isShared(transaction, sequence) ? shared.of(id).seize() : null;
    SequencePosition locked = SequenceTable.lock(transaction, id);
    return seized == null ? locked : seized;
  }

  /** The counter of a table is the same whatever the transaction makes of the table. */
  private boolean isShared(ShardTransaction transaction, SequenceRelation sequence) {
    TableDef table = sequence.table();
    if (transaction.options().readOnly()) {
      return true; // a query's own: it may see what somebody else has altered a moment ago
    }
    return shared.isCommitted(table.id(), sequence.isCounter() ? 1 : table.schemaVersion());
  }

  private void requireWritable(String function) {
    if (readOnly.getAsBoolean()) {
      throw new DoLakeException(
          ErrorCode.READ_ONLY_TRANSACTION,
          "cannot execute " + function + "() in a read-only transaction");
    }
  }
}
