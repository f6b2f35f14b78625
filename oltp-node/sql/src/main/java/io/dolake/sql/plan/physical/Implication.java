package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.plan.rel.ComparisonOperator;
import io.dolake.sql.plan.rel.ConstantOperator;
import io.dolake.sql.plan.rel.InListOperator;
import io.dolake.sql.plan.rel.InSetOperator;
import io.dolake.sql.plan.rel.QuantifiedArrayOperator;
import io.dolake.sql.types.Values;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Whether conditions that hold for a row make another one hold: when it is one of them, when it
 * says that an operand of a comparison is not NULL, or when both bound the same expression by
 * constants. What is not recognised counts as not implied.
 */
final class Implication {
  private Implication() {}

  static boolean holds(List<RexNode> conditions, RexNode wanted) {
    if (wanted.getKind() == SqlKind.OR) {
      return conditions.contains(wanted)
          || ((RexCall) wanted)
              .getOperands().stream().anyMatch(branch -> holds(conditions, branch));
    }
    return conditions.stream().anyMatch(condition -> implies(condition, wanted));
  }

  private static boolean implies(RexNode condition, RexNode wanted) {
    if (condition.equals(wanted)) {
      return true;
    }
    if (!(condition instanceof RexCall given) || !(wanted instanceof RexCall call)) {
      return false;
    }
    if (RexShape.isNamed(wanted, "IS NOT NULL")) {
      return rejectsNull(given, call.getOperands().get(0));
    }
    return boundImplies(Bound.of(given), Bound.of(call));
  }

  /** Whether the condition is never true when the operand is NULL. */
  private static boolean rejectsNull(RexCall condition, RexNode operand) {
    boolean comparison =
        condition.getOperator() instanceof ComparisonOperator
            && condition.getKind() != SqlKind.IS_NOT_DISTINCT_FROM
            && condition.getKind() != SqlKind.IS_DISTINCT_FROM;
    boolean in =
        condition.getOperator() instanceof InSetOperator
            || condition.getOperator() instanceof InListOperator
            || condition.getOperator() instanceof QuantifiedArrayOperator any && any.isMembership();
    return (comparison && condition.getOperands().contains(operand))
        || (in && condition.getOperands().get(0).equals(operand));
  }

  /** A comparison of an expression, on its left, with a constant that is not NULL. */
  private record Bound(RexNode expression, SqlKind kind, Object constant, Collation collation) {
    static Bound of(RexCall call) {
      if (!(call.getOperator() instanceof ComparisonOperator operator)) {
        return null;
      }
      RexNode left = call.getOperands().get(0);
      RexNode right = call.getOperands().get(1);
      Object constant = constant(right);
      if (constant != null) {
        return new Bound(left, operator.getKind(), constant, operator.collation());
      }
      constant = constant(left);
      return constant == null
          ? null
          : new Bound(right, operator.getKind().reverse(), constant, operator.collation());
    }

    private static Object constant(RexNode rex) {
      return rex instanceof RexCall call && call.getOperator() instanceof ConstantOperator constant
          ? constant.value()
          : null;
    }
  }

  private static boolean boundImplies(Bound given, Bound wanted) {
    boolean comparable =
        given != null
            && wanted != null
            && given.expression.equals(wanted.expression)
            && given.collation == wanted.collation;
    if (!comparable) {
      return false;
    }
    int order = Values.compare(given.constant, wanted.constant, given.collation);
    return switch (wanted.kind) {
      case EQUALS -> given.kind == SqlKind.EQUALS && order == 0;
      case GREATER_THAN, GREATER_THAN_OR_EQUAL -> fromBelow(given.kind, wanted.kind, order);
      case LESS_THAN, LESS_THAN_OR_EQUAL ->
          fromBelow(given.kind.reverse(), wanted.kind.reverse(), -order);
      case NOT_EQUALS ->
          switch (given.kind) {
            case EQUALS -> order != 0;
            case NOT_EQUALS -> order == 0;
            case GREATER_THAN -> order >= 0;
            case GREATER_THAN_OR_EQUAL -> order > 0;
            case LESS_THAN -> order <= 0;
            case LESS_THAN_OR_EQUAL -> order < 0;
            default -> false;
          };
      default -> false;
    };
  }

  /** Whether a bound implies a lower bound; {@code order} compares its constant with that one's. */
  private static boolean fromBelow(SqlKind given, SqlKind wanted, int order) {
    return switch (given) {
      case EQUALS, GREATER_THAN_OR_EQUAL -> wanted == SqlKind.GREATER_THAN ? order > 0 : order >= 0;
      case GREATER_THAN -> order >= 0;
      default -> false;
    };
  }
}
