package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.plan.rel.ComparisonOperator;
import io.dolake.sql.plan.rel.InListOperator;
import io.dolake.sql.plan.rel.InSetOperator;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.types.Affinity;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;

/** Comparisons, BETWEEN and IN, with SQLite's affinities and collations; row values included. */
final class ComparisonBinder {
  private final ExpressionBinder expressions;
  private final BindContext context;

  ComparisonBinder(ExpressionBinder expressions, BindContext context) {
    this.expressions = expressions;
    this.context = context;
  }

  Bound compare(SqlKind kind, SqlNode leftNode, SqlNode rightNode) {
    if (leftNode.getKind() == SqlKind.ROW || rightNode.getKind() == SqlKind.ROW) {
      List<Bound> left = expressions.bindRow(leftNode);
      List<Bound> right = expressions.bindRow(rightNode);
      checkSizes(leftNode, left.size(), right.size());
      return Bound.of(compareRows(kind, left, right, 0), ColumnType.TRUTH);
    }
    Bound left = expressions.bind(leftNode);
    Bound right = expressions.bind(rightNode);
    expressions.infer(leftNode, right.type());
    expressions.infer(rightNode, left.type());
    return compare(kind, ArrayBinder.like(left, right), ArrayBinder.like(right, left));
  }

  Bound compare(SqlKind kind, Bound left, Bound right) {
    return Bound.of(comparison(kind, left, right), ColumnType.TRUTH);
  }

  private RexNode comparison(SqlKind kind, Bound left, Bound right) {
    Affinity forLeft = Affinity.forComparison(left.affinity(), right.affinity());
    Affinity forRight = Affinity.forComparison(right.affinity(), left.affinity());
    return Folding.condition(
        new ComparisonOperator(kind, Bound.collationOf(left, right)),
        Folding.affinity(forLeft, left.rex()),
        Folding.affinity(forRight, right.rex()));
  }

  private RexNode compareRows(SqlKind kind, List<Bound> left, List<Bound> right, int from) {
    switch (kind) {
      case EQUALS, IS_NOT_DISTINCT_FROM:
        return Rex.and(pairs(kind, left, right));
      case NOT_EQUALS, IS_DISTINCT_FROM:
        return Rex.or(pairs(kind, left, right));
      default:
        Bound a = left.get(from);
        Bound b = right.get(from);
        if (from == left.size() - 1) {
          return comparison(kind, a, b);
        }
        // The first unequal pair decides.
        SqlKind strict =
            kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL
                ? SqlKind.LESS_THAN
                : SqlKind.GREATER_THAN;
        RexNode rest =
            Rex.and(
                List.of(
                    comparison(SqlKind.EQUALS, a, b), compareRows(kind, left, right, from + 1)));
        return Rex.or(List.of(comparison(strict, a, b), rest));
    }
  }

  private List<RexNode> pairs(SqlKind kind, List<Bound> left, List<Bound> right) {
    List<RexNode> pairs = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      pairs.add(comparison(kind, left.get(i), right.get(i)));
    }
    return pairs;
  }

  private void checkSizes(SqlNode node, int left, int right) {
    if (left != right) {
      throw context.error(
          node,
          ErrorCode.SYNTAX_ERROR,
          "row values have " + left + " and " + right + " columns",
          null);
    }
  }

  Bound rowIsNull(SqlCall call, boolean negated) {
    List<RexNode> parts = new ArrayList<>();
    for (Bound part : expressions.bindRow(call.operand(0))) {
      SimpleOperator operator =
          new SimpleOperator(
              negated ? "IS NOT NULL" : "IS NULL",
              true,
              operands -> Conditions.isNull(negated, operands[0]));
      parts.add(Folding.condition(operator, part.rex()));
    }
    return Bound.of(Rex.and(parts), ColumnType.TRUTH);
  }

  Bound between(SqlCall call) {
    boolean negated = ((SqlBetweenOperator) call.getOperator()).isNegated();
    RexNode low = compare(SqlKind.GREATER_THAN_OR_EQUAL, call.operand(0), call.operand(1)).rex();
    RexNode high = compare(SqlKind.LESS_THAN_OR_EQUAL, call.operand(0), call.operand(2)).rex();
    RexNode both = Rex.and(List.of(low, high));
    return Bound.of(negated ? Folding.not(both) : both, ColumnType.TRUTH);
  }

  Bound in(SqlCall call, QueryBinder queries, Scope scope, Ctes ctes) {
    boolean negated = call.getKind() == SqlKind.NOT_IN;
    SqlNode right = call.operand(1);
    if (!(right instanceof SqlNodeList list)) {
      return queries.inSubquery(expressions.bindRow(call.operand(0)), right, negated, scope, ctes);
    }
    if (list.size() == 1 && QueryBinder.isQuery(list.get(0))) {
      return queries.inSubquery(
          expressions.bindRow(call.operand(0)), list.get(0), negated, scope, ctes);
    }
    if (call.operand(0).getKind() == SqlKind.ROW) {
      return inRows(call.operand(0), list, negated);
    }
    Bound operand = expressions.bind(call.operand(0));
    return inList(operand, list, negated);
  }

  private Bound inRows(SqlNode leftNode, SqlNodeList list, boolean negated) {
    List<Bound> left = expressions.bindRow(leftNode);
    List<RexNode> matches = new ArrayList<>();
    for (SqlNode element : list) {
      List<Bound> right = expressions.bindRow(element);
      checkSizes(element, left.size(), right.size());
      matches.add(Rex.and(pairs(SqlKind.EQUALS, left, right)));
    }
    RexNode any = matches.isEmpty() ? Rex.constant(0L) : Rex.or(matches);
    return Bound.of(negated ? Folding.not(any) : any, ColumnType.TRUTH);
  }

  private Bound inList(Bound operand, SqlNodeList list, boolean negated) {
    // The list has no affinity of its own, whatever its elements are: only the operand's counts.
    Affinity forElements = Affinity.forComparison(Affinity.NONE, operand.affinity());
    Collation collation = operand.effectiveCollation();
    List<Object> constants = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    others.add(operand.rex());
    for (SqlNode node : list) {
      Bound element = expressions.bind(node);
      expressions.infer(node, operand.type());
      RexNode rex = Folding.affinity(forElements, element.rex());
      if (Rex.isConstant(rex)) {
        constants.add(Rex.constantValue(rex));
      } else {
        others.add(rex);
      }
    }
    if (others.size() == 1) {
      InSetOperator operator = new InSetOperator(negated, collation, constants);
      return Bound.of(Folding.condition(operator, operand.rex()), ColumnType.TRUTH);
    }
    constants.forEach(constant -> others.add(Rex.constant(constant)));
    if (others.size() == 2) {
      SqlKind kind = negated ? SqlKind.NOT_EQUALS : SqlKind.EQUALS;
      RexNode rex =
          Folding.condition(new ComparisonOperator(kind, collation), operand.rex(), others.get(1));
      return Bound.of(rex, ColumnType.TRUTH);
    }
    InListOperator operator = new InListOperator(negated, collation);
    return Bound.of(Rex.condition(operator, others.toArray(RexNode[]::new)), ColumnType.TRUTH);
  }

  /** {@code x = ANY (...)} and {@code x op ALL (...)} of a query or a list. */
  Bound quantified(SqlCall call, QueryBinder queries, Scope scope, Ctes ctes) {
    SqlQuantifyOperator operator = (SqlQuantifyOperator) call.getOperator();
    SqlKind comparison = operator.comparisonKind;
    boolean all = call.getKind() == SqlKind.ALL;
    boolean isIn = !all && comparison == SqlKind.EQUALS;
    boolean isNotIn = all && comparison == SqlKind.NOT_EQUALS;
    SqlNode right = call.operand(1);
    if (right instanceof SqlNodeList list) {
      if (list.size() == 1 && list.get(0).getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
        SqlCall array = (SqlCall) list.get(0);
        list = new SqlNodeList(array.getOperandList(), array.getParserPosition());
      } else if (list.size() == 1 && !QueryBinder.isQuery(list.get(0))) {
        return ArrayBinder.quantified(call.operand(0), comparison, all, list.get(0), expressions);
      }
      if (isIn || isNotIn) {
        return inList(expressions.bind(call.operand(0)), list, isNotIn);
      }
      return quantifiedList(call, comparison, all, list);
    }
    if (isIn || isNotIn) {
      return queries.inSubquery(expressions.bindRow(call.operand(0)), right, isNotIn, scope, ctes);
    }
    throw expressions.unsupported(call);
  }

  private Bound quantifiedList(SqlCall call, SqlKind comparison, boolean all, SqlNodeList list) {
    List<RexNode> parts = new ArrayList<>();
    for (SqlNode element : list) {
      parts.add(compare(comparison, call.operand(0), element).rex());
    }
    return Bound.of(all ? Rex.and(parts) : Rex.or(parts), ColumnType.TRUTH);
  }
}
