package io.dolake.sql.exec;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.types.Values;
import java.util.List;

/**
 * Joins two inputs that come in ascending order of one key by reading them side by side. Left rows
 * keep their order. Only right rows of one key are held in memory. For inner joins.
 */
public final class MergeJoinOperator extends Operator {
  private final JoinSides sides;
  private final Expr leftKey;
  private final Expr rightKey;
  private final Collation collation;

  /**
   * @param keys one pair, by which both inputs are sorted, NULLs first
   */
  public MergeJoinOperator(JoinSides sides, JoinKeys keys, double rows) {
    super(rows, cost(sides.left(), sides.right(), rows));
    if (keys.left().length != 1 || sides.kind() != JoinKind.INNER) {
      throw new IllegalArgumentException("a merge join is an inner one on one key");
    }
    this.sides = sides;
    this.leftKey = keys.left()[0];
    this.rightKey = keys.right()[0];
    this.collation = keys.collations()[0];
  }

  /** Estimated cost of joining these inputs. */
  public static double cost(Operator left, Operator right, double rows) {
    return left.estimatedCost()
        + right.estimatedCost()
        + (left.estimatedRows() + right.estimatedRows()) * 0.2
        + rows * 0.2;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    RowSource leftSource = sides.left().open(frame);
    try {
      return new Merge(frame, leftSource, sides.right().open(frame));
    } catch (RuntimeException e) {
      leftSource.close();
      throw e;
    }
  }

  private final class Merge implements RowSource {
    private final Frame frame;
    private final RowSource leftSource;
    private final RowSource rightSource;

    /** Right rows of {@link #groupKey}. */
    private final Rows group;

    private Object groupKey;

    /** The right row behind the group and its key; null at the end. */
    private Object[] rightRow;

    private Object nextKey;

    private boolean begun;
    private Object[] leftRow;
    private int candidate;

    Merge(Frame frame, RowSource leftSource, RowSource rightSource) {
      this.frame = frame;
      this.leftSource = leftSource;
      this.rightSource = rightSource;
      this.group = new Rows(frame.context().memory());
    }

    @Override
    public Object[] next() {
      while (true) {
        while (candidate < group.size()) {
          frame.context().step();
          Object[] joined = sides.joined(leftRow, group.list().get(candidate++));
          if (sides.matches(joined, frame)) {
            return joined;
          }
        }
        if (!readLeft()) {
          return null;
        }
      }
    }

    /** Goes to the next left row and the group that belongs to it; false at the end. */
    private boolean readLeft() {
      if (!begun) {
        begun = true;
        readRight();
      }
      if (rightRow == null && groupKey == null) {
        return false;
      }
      leftRow = leftSource.next();
      if (leftRow == null) {
        return false;
      }
      frame.context().step();
      candidate = 0;
      Object key = leftKey.eval(leftRow, frame);
      if (key == null) {
        candidate = group.size();
      } else if (groupKey == null || Values.compare(groupKey, key, collation) != 0) {
        readGroup(key);
      }
      return true;
    }

    private void readGroup(Object key) {
      group.release();
      groupKey = null;
      int order = -1;
      while (rightRow != null && (order = Values.compare(nextKey, key, collation)) < 0) {
        readRight();
      }
      if (rightRow == null || order > 0) {
        return;
      }
      groupKey = key;
      do {
        group.add(rightRow);
        readRight();
      } while (rightRow != null && Values.compare(nextKey, key, collation) == 0);
    }

    /** Goes to the next right row with a key. */
    private void readRight() {
      do {
        frame.context().step();
        rightRow = rightSource.next();
        nextKey = rightRow == null ? null : rightKey.eval(rightRow, frame);
      } while (rightRow != null && nextKey == null);
    }

    @Override
    public void close() {
      group.release();
      rightSource.close();
      leftSource.close();
    }
  }

  @Override
  public List<Operator> inputs() {
    return sides.inputs();
  }

  @Override
  public String describe() {
    return sides.describe("Merge join");
  }
}
