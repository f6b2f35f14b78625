package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a join of two inputs consists of, whatever its method. Its rows are the left columns
 * followed by the right ones.
 *
 * @param condition over the joined row, beyond the keys that the method compares; or null
 * @param text the whole condition, for EXPLAIN
 * @param subplans that the condition runs
 */
public record JoinSides(
    Operator left,
    Operator right,
    int leftWidth,
    int rightWidth,
    JoinKind kind,
    Expr condition,
    String text,
    List<Operator> subplans) {
  public JoinSides {
    subplans = List.copyOf(subplans);
  }

  Object[] joined(Object[] leftRow, Object[] rightRow) {
    Object[] row = withoutRight(leftRow);
    System.arraycopy(rightRow, 0, row, leftWidth, rightWidth);
    return row;
  }

  /** A left row that found no partner. */
  Object[] withoutRight(Object[] leftRow) {
    return Arrays.copyOf(leftRow, leftWidth + rightWidth);
  }

  /** A right row that found no partner. */
  Object[] withoutLeft(Object[] rightRow) {
    return joined(new Object[leftWidth], rightRow);
  }

  boolean matches(Object[] joinedRow, Frame frame) {
    return condition == null || condition.test(joinedRow, frame);
  }

  List<Operator> inputs() {
    List<Operator> inputs = new ArrayList<>(List.of(left, right));
    inputs.addAll(subplans);
    return inputs;
  }

  /** One line for EXPLAIN. */
  String describe(String method) {
    return kind.word() + method + (text.isEmpty() ? "" : " on " + text);
  }
}
