package io.dolake.sql.plan.physical;

import io.dolake.sql.plan.rel.RexHolder;
import io.dolake.sql.plan.rel.RexOperator;
import io.dolake.sql.plan.rel.SharedRel;
import io.dolake.sql.plan.rel.SubqueryOperator;
import io.dolake.sql.plan.rel.VariableOperator;
import io.dolake.sql.plan.rel.WorkTableRel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Questions about row expressions and trees. */
final class RexShape {
  private RexShape() {}

  static void addColumns(RexNode rex, BitSet columns) {
    if (rex instanceof RexInputRef reference) {
      columns.set(reference.getIndex());
    } else if (rex instanceof RexCall call) {
      for (RexNode operand : call.getOperands()) {
        addColumns(operand, columns);
      }
    }
  }

  static BitSet columns(RexNode rex) {
    BitSet columns = new BitSet();
    addColumns(rex, columns);
    return columns;
  }

  /** Whether an expression reads a column of [start, end). */
  static boolean touches(RexNode rex, int start, int end) {
    int first = columns(rex).nextSetBit(start);
    return first >= 0 && first < end;
  }

  /** Adds the parts of a conjunction, leaving out what is always true. */
  static void addConjuncts(RexNode condition, List<RexNode> conjuncts) {
    if (condition.getKind() == SqlKind.AND) {
      for (RexNode operand : ((RexCall) condition).getOperands()) {
        addConjuncts(operand, conjuncts);
      }
    } else if (condition.getKind() == SqlKind.OR) {
      addFactored((RexCall) condition, conjuncts);
    } else if (!(condition instanceof RexLiteral) || !condition.isAlwaysTrue()) {
      conjuncts.add(condition);
    }
  }

  /** Takes out what all branches of a disjunction have in common. */
  private static void addFactored(RexCall or, List<RexNode> conjuncts) {
    List<RexNode> common = new ArrayList<>();
    addPlainConjuncts(or.getOperands().get(0), common);
    for (RexNode branch : or.getOperands().subList(1, or.getOperands().size())) {
      List<RexNode> parts = new ArrayList<>();
      addPlainConjuncts(branch, parts);
      common.retainAll(parts);
      if (common.isEmpty()) {
        break;
      }
    }
    // The disjunction itself stays as it is: checking a common part twice is harmless.
    conjuncts.addAll(common);
    conjuncts.add(or);
  }

  private static void addPlainConjuncts(RexNode condition, List<RexNode> conjuncts) {
    if (condition.getKind() == SqlKind.AND) {
      for (RexNode operand : ((RexCall) condition).getOperands()) {
        addPlainConjuncts(operand, conjuncts);
      }
    } else {
      conjuncts.add(condition);
    }
  }

  /** Whether equal inputs always give an equal result while one statement runs. */
  static boolean stable(RexNode rex) {
    if (!(rex instanceof RexCall call)) {
      return true;
    }
    if (call.getOperator() instanceof SubqueryOperator subquery && !stable(subquery.query())) {
      return false;
    }
    return call.getOperator().isDeterministic()
        && call.getOperands().stream().allMatch(RexShape::stable);
  }

  static boolean stable(RelNode rel) {
    return expressions(rel).stream().allMatch(RexShape::stable)
        && rel.getInputs().stream().allMatch(RexShape::stable);
  }

  /** Whether evaluating it runs a subquery that depends on the row. */
  static boolean runsSubqueryPerRow(RexNode rex) {
    if (!(rex instanceof RexCall call)) {
      return false;
    }
    return (call.getOperator() instanceof SubqueryOperator subquery
            && subquery.variables().length > 0)
        || call.getOperands().stream().anyMatch(RexShape::runsSubqueryPerRow);
  }

  /** Whether an expression reads outer rows. */
  static boolean usesVariables(RexNode rex) {
    if (!(rex instanceof RexCall call)) {
      return false;
    }
    return call.getOperator() instanceof VariableOperator
        || call.getOperands().stream().anyMatch(RexShape::usesVariables);
  }

  /** Whether a tree reads outer rows, or the moving row of a recursion. */
  static boolean usesVariables(RelNode rel) {
    if (rel instanceof WorkTableRel) {
      return true;
    }
    if (rel instanceof SharedRel shared && usesVariables(shared.query().rel())) {
      return true;
    }
    for (RexNode rex : expressions(rel)) {
      if (usesVariables(rex) || readsWorkTable(rex)) {
        return true;
      }
    }
    return rel.getInputs().stream().anyMatch(RexShape::usesVariables);
  }

  private static boolean readsWorkTable(RexNode rex) {
    if (!(rex instanceof RexCall call)) {
      return false;
    }
    if (call.getOperator() instanceof SubqueryOperator subquery
        && containsWorkTable(subquery.query())) {
      return true;
    }
    return call.getOperands().stream().anyMatch(RexShape::readsWorkTable);
  }

  /** Whether a tree reads the moving row of a recursion. */
  static boolean containsWorkTable(RelNode rel) {
    return rel instanceof WorkTableRel
        || rel.getInputs().stream().anyMatch(RexShape::containsWorkTable);
  }

  private static List<RexNode> expressions(RelNode rel) {
    if (rel instanceof RexHolder holder) {
      return holder.expressions();
    }
    if (rel instanceof Filter filter) {
      return List.of(filter.getCondition());
    }
    if (rel instanceof Project project) {
      return project.getProjects();
    }
    return rel instanceof Join join ? List.of(join.getCondition()) : List.of();
  }

  /** Whether it matches its first operand against a LIKE pattern, without ESCAPE. */
  static boolean isLike(RexNode rex) {
    if (!(rex instanceof RexCall call) || call.getOperands().size() != 2) {
      return false;
    }
    return switch (call.getOperator().getName()) {
      case "LIKE", "ILIKE", "~~", "~~*" -> true;
      default -> false;
    };
  }

  /** Whether an operator is one of ours with this name's start, for estimates. */
  static boolean isNamed(RexNode rex, String prefix) {
    return rex instanceof RexCall call
        && call.getOperator() instanceof RexOperator
        && call.getOperator().getName().startsWith(prefix);
  }
}
