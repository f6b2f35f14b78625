package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.plan.rel.ComparisonOperator;
import io.dolake.sql.plan.rel.InListOperator;
import io.dolake.sql.plan.rel.InSetOperator;
import io.dolake.sql.plan.rel.QuantifiedArrayOperator;
import io.dolake.sql.plan.rel.SubqueryOperator;
import java.util.BitSet;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * A condition that can use a key: one column, or an expression over columns, against a value that
 * does not depend on its table.
 *
 * @param column in the space the condition is over; {@value #EXPRESSION} for an expression
 * @param term the column or expression
 * @param kind a comparison with the column on its left, or IN
 * @param value what it is compared with; for IN the whole call
 */
record Sargable(
    RexNode condition, int column, RexNode term, SqlKind kind, RexNode value, Collation collation) {
  static final int EXPRESSION = -1;

  /** The condition as one on a column of [start, end), or null. */
  static Sargable of(RexNode condition, int start, int end) {
    Sargable sargable = ofTerm(condition, start, end);
    return sargable == null || sargable.column == EXPRESSION ? null : sargable;
  }

  /** The condition as one on a column or an expression over columns of [start, end), or null. */
  static Sargable ofTerm(RexNode condition, int start, int end) {
    if (!(condition instanceof RexCall call)) {
      return null;
    }
    if (call.getOperator() instanceof ComparisonOperator operator) {
      return comparison(call, operator, start, end);
    }
    Collation collation = pointCollation(call);
    if (collation != null
        && isTerm(call.getOperands().get(0), start, end)
        && call.getOperands().stream()
            .skip(1)
            .noneMatch(rex -> RexShape.touches(rex, start, end))) {
      return on(call.getOperands().get(0), condition, SqlKind.IN, call, collation);
    }
    return null;
  }

  private static Sargable comparison(
      RexCall call, ComparisonOperator operator, int start, int end) {
    SqlKind kind = operator.getKind();
    boolean usable =
        switch (kind) {
          case EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> true;
          default -> false;
        };
    if (!usable) {
      return null;
    }
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (isTerm(left, start, end) && !RexShape.touches(right, start, end)) {
      return on(left, call, kind, right, operator.collation());
    }
    if (isTerm(right, start, end) && !RexShape.touches(left, start, end)) {
      return on(right, call, kind.reverse(), left, operator.collation());
    }
    return null;
  }

  private static Sargable on(
      RexNode term, RexNode condition, SqlKind kind, RexNode value, Collation collation) {
    int column = term instanceof RexInputRef reference ? reference.getIndex() : EXPRESSION;
    return new Sargable(condition, column, term, kind, value, collation);
  }

  /** Whether an expression reads columns of [start, end) and no others. */
  private static boolean isTerm(RexNode rex, int start, int end) {
    BitSet columns = RexShape.columns(rex);
    return !columns.isEmpty()
        && columns.nextSetBit(0) >= start
        && columns.length() <= end
        && !RexShape.usesVariables(rex);
  }

  /** The collation of an IN that lists points; null when the call is none. */
  private static Collation pointCollation(RexCall call) {
    if (call.getOperator() instanceof InSetOperator in) {
      return in.negated() ? null : in.collation();
    }
    if (call.getOperator() instanceof InListOperator in) {
      return in.negated() ? null : in.collation();
    }
    if (call.getOperator() instanceof QuantifiedArrayOperator any) {
      return any.isMembership() ? any.collation() : null;
    }
    if (call.getOperator() instanceof SubqueryOperator subquery
        && subquery.form() == SubqueryOperator.Form.IN
        && !subquery.negated()
        && subquery.collations().size() == 1
        && subquery.variables().length == 0) {
      return subquery.collations().get(0);
    }
    return null;
  }
}
