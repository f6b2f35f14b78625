package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/** Compares every left row with every right row, which are held in memory. */
public final class NestedLoopJoinOperator extends Operator {
  private final Operator left;
  private final Operator right;
  private final Expr condition;
  private final String text;
  private final JoinKind kind;
  private final int leftWidth;
  private final int rightWidth;
  private final List<Operator> subplans;

  /**
   * @param condition over the joined row, or null
   */
  public NestedLoopJoinOperator(
      Operator left,
      Operator right,
      Expr condition,
      String text,
      JoinKind kind,
      int leftWidth,
      int rightWidth,
      List<Operator> subplans,
      double rows) {
    super(
        rows,
        left.estimatedCost()
            + right.estimatedCost()
            + left.estimatedRows() * Math.max(1, right.estimatedRows()) * 0.3);
    this.left = left;
    this.right = right;
    this.condition = condition;
    this.text = text;
    this.kind = kind;
    this.leftWidth = leftWidth;
    this.rightWidth = rightWidth;
    this.subplans = List.copyOf(subplans);
  }

  @Override
  protected RowSource openSource(Frame frame) {
    Rows rows = Rows.of(right, frame);
    if (rows.size() == 0 && !kind.keepsLeft()) {
      rows.release();
      return RowSource.EMPTY;
    }
    RowSource leftSource = left.open(frame);
    BitSet matchedRight = kind.keepsRight() ? new BitSet(rows.size()) : null;
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
            Object[] joined = joined(leftRow, rows.list().get(candidate));
            if (condition == null || condition.test(joined, frame)) {
              matched = true;
              if (matchedRight != null) {
                matchedRight.set(candidate);
              }
              return joined;
            }
          }
          if (leftRow != null && !matched && kind.keepsLeft()) {
            Object[] padded = Arrays.copyOf(leftRow, leftWidth + rightWidth);
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
        padded.add(joined(new Object[leftWidth], rows.list().get(i)));
      }
    }
    return padded.iterator();
  }

  private Object[] joined(Object[] leftRow, Object[] rightRow) {
    Object[] row = Arrays.copyOf(leftRow, leftWidth + rightWidth);
    System.arraycopy(rightRow, 0, row, leftWidth, rightWidth);
    return row;
  }

  @Override
  public List<Operator> inputs() {
    List<Operator> inputs = new ArrayList<>(List.of(left, right));
    inputs.addAll(subplans);
    return inputs;
  }

  @Override
  public String describe() {
    return kind.word() + "Nested loop join" + (condition == null ? "" : " on " + text);
  }
}
