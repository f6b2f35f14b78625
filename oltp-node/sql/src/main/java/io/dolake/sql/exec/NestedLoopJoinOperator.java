package io.dolake.sql.exec;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/** Compares every left row with every right row, which are held in memory. */
public final class NestedLoopJoinOperator extends Operator {
  private final JoinSides sides;

  public NestedLoopJoinOperator(JoinSides sides, double rows) {
    super(
        rows,
        sides.left().estimatedCost()
            + sides.right().estimatedCost()
            + sides.left().estimatedRows() * Math.max(1, sides.right().estimatedRows()) * 0.3);
    this.sides = sides;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    Rows rows = Rows.of(sides.right(), frame);
    if (rows.size() == 0 && !sides.kind().keepsLeft()) {
      rows.release();
      return RowSource.EMPTY;
    }
    RowSource leftSource = sides.left().open(frame);
    BitSet matchedRight = sides.kind().keepsRight() ? new BitSet(rows.size()) : null;
    return new RowSource() {
      private Object[] leftRow;
      private int at;
      private boolean matched;
      private Iterator<Object[]> rest;

      @Override
      public Object[] next() {
        while (rest == null) {
          while (leftRow != null && at < rows.size()) {
            frame.context().step();
            int candidate = at++;
            Object[] joined = sides.joined(leftRow, rows.list().get(candidate));
            if (sides.matches(joined, frame)) {
              matched = true;
              if (matchedRight != null) {
                matchedRight.set(candidate);
              }
              return joined;
            }
          }
          if (leftRow != null && !matched && sides.kind().keepsLeft()) {
            Object[] padded = sides.withoutRight(leftRow);
            leftRow = null;
            return padded;
          }
          leftRow = leftSource.next();
          at = 0;
          matched = false;
          if (leftRow == null) {
            rest = unmatched(rows, matchedRight);
          }
        }
        return rest.hasNext() ? rest.next() : null;
      }

      @Override
      public void close() {
        leftSource.close();
        rows.release();
      }
    };
  }

  private Iterator<Object[]> unmatched(Rows rows, BitSet matchedRight) {
    List<Object[]> padded = new ArrayList<>();
    for (int i = 0; matchedRight != null && i < rows.size(); i++) {
      if (!matchedRight.get(i)) {
        padded.add(sides.withoutLeft(rows.list().get(i)));
      }
    }
    return padded.iterator();
  }

  @Override
  public List<Operator> inputs() {
    return sides.inputs();
  }

  @Override
  public String describe() {
    return sides.describe("Nested loop join");
  }
}
