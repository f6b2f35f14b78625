package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.exec.MergeJoinOperator;
import io.dolake.sql.plan.physical.JoinGraph.Factor;
import io.dolake.sql.plan.rel.ComparisonOperator;
import io.dolake.sql.plan.rel.SortKey;
import io.dolake.sql.plan.rel.TableRel;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Two tables whose keys give them in the order of the columns they are joined by, so that reading
 * them side by side joins them.
 *
 * @param equality of a column of each
 * @param leftOrder what the left input's plan was asked for
 */
record MergeChoice(RexNode equality, Plan left, Plan right, SortKey leftOrder) {

  /** Null when a key is missing, or reading in its order costs more than sorting would. */
  static MergeChoice find(
      JoinGraph graph,
      FactorPlanner factors,
      int left,
      int right,
      RexNode equality,
      List<RexNode> leftLocal,
      List<RexNode> rightLocal,
      BitSet needed) {
    int leftColumn = columnOf(graph, left, equality);
    int rightColumn = columnOf(graph, right, equality);
    if (leftColumn < 0
        || rightColumn < 0
        || kindOf(graph, left, leftColumn) != kindOf(graph, right, rightColumn)
        || kindOf(graph, left, leftColumn) == TypeKind.ANY
        || ((ComparisonOperator) ((RexCall) equality).getOperator()).collation()
            != Collation.BINARY) {
      return null;
    }
    SortKey leftOrder = new SortKey(leftColumn, false, true);
    Plan leftPlan = factors.plan(left, leftLocal, needed, List.of(leftOrder));
    Plan rightPlan =
        factors.plan(right, rightLocal, needed, List.of(new SortKey(rightColumn, false, true)));
    return leftPlan.ordered() && rightPlan.ordered()
        ? new MergeChoice(equality, leftPlan, rightPlan, leftOrder)
        : null;
  }

  /** The column of a table that an equality compares, or -1. */
  private static int columnOf(JoinGraph graph, int factor, RexNode equality) {
    Factor input = graph.factors().get(factor);
    for (RexNode side : ((RexCall) equality).getOperands()) {
      if (input.rel() instanceof TableRel
          && side instanceof RexInputRef reference
          && reference.getIndex() >= input.start()
          && reference.getIndex() < input.end()) {
        return reference.getIndex();
      }
    }
    return -1;
  }

  /** Values of different kinds may compare as equal, but keys keep them in different orders. */
  private static TypeKind kindOf(JoinGraph graph, int factor, int column) {
    Factor input = graph.factors().get(factor);
    return ((TableRel) input.rel()).table().columns().get(column - input.start()).type().kind();
  }

  /** Without what the rows of the result cost, which every way of joining has. */
  double cost() {
    return MergeJoinOperator.cost(left.operator(), right.operator(), 0);
  }
}
