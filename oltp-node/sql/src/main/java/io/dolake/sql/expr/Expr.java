package io.dolake.sql.expr;

import io.dolake.sql.exec.Frame;
import io.dolake.sql.types.Values;

/** A compiled expression inside a plan. Immutable and thread-safe. */
@FunctionalInterface
public interface Expr {
  Expr[] NONE = {};

  Object eval(Object[] row, Frame frame);

  /** Whether the value, as a condition, is true. */
  default boolean test(Object[] row, Frame frame) {
    return Values.isTrue(eval(row, frame));
  }

  static Expr constant(Object value) {
    return (row, frame) -> value;
  }

  static Expr column(int index) {
    return (row, frame) -> row[index];
  }

  /** Values of several expressions for one row. */
  static Object[] evalAll(Expr[] expressions, Object[] row, Frame frame) {
    Object[] values = new Object[expressions.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = expressions[i].eval(row, frame);
    }
    return values;
  }
}
