package io.dolake.sql.plan.physical;

import io.dolake.sql.plan.rel.ComparisonOperator;
import io.dolake.sql.plan.rel.InListOperator;
import io.dolake.sql.plan.rel.InSetOperator;
import io.dolake.sql.plan.rel.QuantifiedArrayOperator;
import java.util.function.IntToDoubleFunction;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Guesses which share of rows satisfies a condition. */
final class Selectivity {
  private static final double RANGE = 0.33;
  private static final double OTHER = 0.25;

  /** How many elements an array is taken to have that is not known before it runs. */
  private static final double POINTS_OF_ARRAY = 10;

  private Selectivity() {}

  /**
   * @param equality share of rows with one value of a column
   */
  static double of(RexNode condition, IntToDoubleFunction equality) {
    if (!(condition instanceof RexCall call)) {
      return 1;
    }
    switch (call.getKind()) {
      case AND:
        double all = 1;
        for (RexNode operand : call.getOperands()) {
          all *= of(operand, equality);
        }
        return all;
      case OR:
        double none = 1;
        for (RexNode operand : call.getOperands()) {
          none *= 1 - of(operand, equality);
        }
        return 1 - none;
      case NOT:
        return 1 - of(call.getOperands().get(0), equality);
      default:
        return ofCall(call, equality);
    }
  }

  private static double ofCall(RexCall call, IntToDoubleFunction equality) {
    if (call.getOperator() instanceof ComparisonOperator) {
      double equal = equality(call, equality);
      return switch (call.getKind()) {
        case EQUALS, IS_NOT_DISTINCT_FROM -> equal;
        case NOT_EQUALS, IS_DISTINCT_FROM -> 1 - equal;
        default -> RANGE;
      };
    }
    if (call.getOperator() instanceof InSetOperator
        || call.getOperator() instanceof InListOperator) {
      double in = Math.min(0.9, pointCount(call, 1) * equality(call, equality));
      boolean negated =
          call.getOperator() instanceof InSetOperator set
              ? set.negated()
              : ((InListOperator) call.getOperator()).negated();
      return negated ? 1 - in : in;
    }
    if (call.getOperator() instanceof QuantifiedArrayOperator any && any.isMembership()) {
      return Math.min(0.9, POINTS_OF_ARRAY * equality(call, equality));
    }
    if (RexShape.isNamed(call, "IS NULL")) {
      return 0.1;
    }
    return RexShape.isNamed(call, "IS NOT NULL") ? 0.9 : OTHER;
  }

  private static double equality(RexCall call, IntToDoubleFunction equality) {
    double best = 1;
    boolean found = false;
    for (RexNode operand : call.getOperands()) {
      if (operand instanceof RexInputRef reference) {
        best = Math.min(best, equality.applyAsDouble(reference.getIndex()));
        found = true;
      }
    }
    return found ? best : 0.1;
  }

  /** Values an IN lists. */
  static double pointCount(RexNode in, double ofSubquery) {
    RexCall call = (RexCall) in;
    if (call.getOperator() instanceof InSetOperator set) {
      return set.constants().size();
    }
    if (call.getOperator() instanceof QuantifiedArrayOperator) {
      return POINTS_OF_ARRAY;
    }
    return call.getOperator() instanceof InListOperator
        ? call.getOperands().size() - 1
        : ofSubquery;
  }

  static boolean isEquality(RexNode condition) {
    return condition instanceof RexCall call
        && call.getOperator() instanceof ComparisonOperator
        && call.getKind() == SqlKind.EQUALS;
  }
}
