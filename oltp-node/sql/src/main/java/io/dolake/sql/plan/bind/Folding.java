package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.DoLakeException;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.RexOperator;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.types.Affinity;
import io.dolake.sql.types.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;

/** Builds calls, computing those of constants at once. */
final class Folding {
  private static final RexOperator FOLD_NOCASE = collationKey(Collation.NOCASE);
  private static final RexOperator FOLD_RTRIM = collationKey(Collation.RTRIM);

  private Folding() {}

  /** The call, or its value when it can be computed now. */
  static RexNode call(RexOperator operator, RexNode... operands) {
    if (!operator.isPure()) {
      return Rex.call(operator, operands);
    }
    for (RexNode operand : operands) {
      if (!Rex.isConstant(operand)) {
        return Rex.call(operator, operands);
      }
    }
    return folded(operator, operands, Rex.call(operator, operands));
  }

  /** Like {@link #call} for an operator that gives a truth value. */
  static RexNode condition(RexOperator operator, RexNode... operands) {
    for (RexNode operand : operands) {
      if (!Rex.isConstant(operand)) {
        return Rex.condition(operator, operands);
      }
    }
    return folded(operator, operands, Rex.condition(operator, operands));
  }

  private static RexNode folded(RexOperator operator, RexNode[] operands, RexNode unfolded) {
    Expr[] values = new Expr[operands.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Expr.constant(Rex.constantValue(operands[i]));
    }
    try {
      return Rex.constant(operator.compile(values).eval(null, null));
    } catch (DoLakeException failsWhenRun) {
      // It may never run (in a CASE branch, say), so the error belongs to execution.
      return unfolded;
    }
  }

  /** The expression bent by an affinity. */
  static RexNode affinity(Affinity affinity, RexNode rex) {
    if (affinity == Affinity.NONE) {
      return rex;
    }
    return call(
        new SimpleOperator(
            "AS " + affinity,
            true,
            operands -> {
              Expr operand = operands[0];
              return (row, frame) -> affinity.apply(operand.eval(row, frame));
            }),
        rex);
  }

  /** An expression that compares BINARY as the given one does under the collation. */
  static RexNode collationKey(Collation collation, RexNode rex) {
    return switch (collation) {
      case BINARY -> rex;
      case NOCASE -> call(FOLD_NOCASE, rex);
      case RTRIM -> call(FOLD_RTRIM, rex);
    };
  }

  private static RexOperator collationKey(Collation collation) {
    return new SimpleOperator(
        "KEY " + collation,
        true,
        operands -> {
          Expr operand = operands[0];
          return (row, frame) -> {
            Object value = operand.eval(row, frame);
            return value instanceof String text ? Values.fold(text, collation) : value;
          };
        });
  }

  /** Three-valued AND, OR and NOT of constants and others. */
  static RexNode not(RexNode operand) {
    if (Rex.isConstant(operand)) {
      Object value = Rex.constantValue(operand);
      return Rex.constant(value == null ? null : Conditions.of(!Values.isTrue(value)));
    }
    return Rex.not(operand);
  }

  /** Whether a call is the given kind of our operators. */
  static <T extends RexOperator> T operatorOf(RexNode rex, Class<T> type) {
    return rex instanceof RexCall call && type.isInstance(call.getOperator())
        ? type.cast(call.getOperator())
        : null;
  }
}
