package io.dolake.sql.exec;

import io.dolake.common.TableId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.parse.RowLocking;
import io.dolake.storage.Row;
import io.dolake.storage.ShardTransaction;
import java.util.Arrays;
import java.util.List;

/**
 * Locks the rows of tables that each row is made of, as an update would, and passes it on. A row
 * that has changed since it was read ends it with {@link StaleRowException}, so it runs inside
 * {@link LockedRead}.
 */
public final class LockOperator extends Operator {
  private final Operator input;
  private final List<Target> targets;

  /** A table, with the positions of its primary key in the input's rows. */
  public record Target(
      TableId table, String name, int[] keyColumns, RowLocking.IfLocked ifLocked) {}

  public LockOperator(Operator input, List<Target> targets) {
    super(input.estimatedRows(), input.estimatedCost());
    this.input = input;
    this.targets = List.copyOf(targets);
  }

  @Override
  protected RowSource openSource(Frame frame) {
    RowSource source = input.open(frame);
    ShardTransaction transaction = frame.context().transaction();
    return new RowSource() {
      @Override
      public Object[] next() {
        Object[] row = source.next();
        while (row != null && !lock(row, transaction)) {
          frame.context().step();
          row = source.next();
        }
        return row;
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  /** Locks all targets of a row; false if one is locked by another and to be skipped. */
  private boolean lock(Object[] row, ShardTransaction transaction) {
    for (Target target : targets) {
      Object[] key = keyOf(row, target);
      if (key != null && !lock(target, key, transaction)) {
        return false;
      }
    }
    return true;
  }

  private static boolean lock(Target target, Object[] key, ShardTransaction transaction) {
    if (target.ifLocked != RowLocking.IfLocked.WAIT && !transaction.tryLock(target.table, key)) {
      if (target.ifLocked == RowLocking.IfLocked.SKIP) {
        return false;
      }
      throw new DoLakeException(
          ErrorCode.LOCK_TIMEOUT,
          "could not obtain lock on row in relation \"" + target.name + "\"",
          "Another transaction has it; leave NOWAIT out to wait for it.");
    }
    Row locked = transaction.getForUpdate(target.table, key);
    Row found = transaction.get(target.table, key);
    if (locked == null || found == null || !isSame(locked, found)) {
      throw StaleRowException.INSTANCE;
    }
    return true;
  }

  private static boolean isSame(Row locked, Row found) {
    return Arrays.deepEquals(locked.copyOfValues(), found.copyOfValues());
  }

  /** Null where an outer join found no row. */
  private static Object[] keyOf(Object[] row, Target target) {
    Object[] key = new Object[target.keyColumns.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = row[target.keyColumns[i]];
      if (key[i] == null) {
        return null;
      }
    }
    return key;
  }

  @Override
  public List<Operator> inputs() {
    return List.of(input);
  }

  @Override
  public String describe() {
    return "Lock rows of " + String.join(", ", targets.stream().map(Target::name).toList());
  }
}
