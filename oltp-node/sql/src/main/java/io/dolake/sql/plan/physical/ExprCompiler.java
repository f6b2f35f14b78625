package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.exec.Operator;
import io.dolake.sql.exec.SubqueryExpr;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.rel.ConstantOperator;
import io.dolake.sql.plan.rel.ParameterOperator;
import io.dolake.sql.plan.rel.RexOperator;
import io.dolake.sql.plan.rel.SubqueryOperator;
import io.dolake.sql.plan.rel.VariableOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** Compiles row expressions against the positions their columns have in an operator's rows. */
final class ExprCompiler {
  private final PhysicalPlanner planner;
  private final int[] positions;
  private final List<Operator> subplans = new ArrayList<>();

  ExprCompiler(PhysicalPlanner planner, int[] positions) {
    this.planner = planner;
    this.positions = positions;
  }

  /** Plans of the subqueries in what was compiled. */
  List<Operator> subplans() {
    return subplans;
  }

  Expr compile(RexNode rex) {
    if (rex instanceof RexInputRef reference) {
      int position = positions[reference.getIndex()];
      if (position < 0) {
        throw new IllegalStateException("column " + reference.getIndex() + " is not in the row");
      }
      return Expr.column(position);
    }
    if (rex instanceof RexLiteral literal) {
      return Expr.constant(literal.isNull() ? null : Conditions.of(literal.isAlwaysTrue()));
    }
    RexCall call = (RexCall) rex;
    if (call.getOperator() instanceof SubqueryOperator subquery) {
      return subquery(call, subquery);
    }
    Expr[] operands = compileAll(call.getOperands());
    if (call.getOperator() instanceof RexOperator operator) {
      Expr compiled = operator.compile(operands);
      return operands.length > 0 && isFixed(call) ? onceEach(compiled) : compiled;
    }
    return switch (call.getKind()) {
      case AND -> Conditions.and(operands);
      case OR -> Conditions.or(operands);
      case NOT -> Conditions.not(operands[0]);
      default -> throw new IllegalStateException("no implementation of " + call.getOperator());
    };
  }

  /** Whether a call reads no row and is stable, so that one evaluation serves an execution. */
  private static boolean isFixed(RexNode rex) {
    if (!(rex instanceof RexCall call)) {
      return rex instanceof RexLiteral;
    }
    boolean trivial = call.getOperands().isEmpty();
    boolean constant =
        call.getOperator() instanceof ConstantOperator
            || call.getOperator() instanceof ParameterOperator;
    if (trivial && constant) {
      return true;
    }
    return call.getOperator() instanceof RexOperator operator
        && operator.isStable()
        && !(operator instanceof VariableOperator)
        && !(operator instanceof SubqueryOperator)
        && call.getOperands().stream().allMatch(ExprCompiler::isFixed);
  }

  /** Evaluates at the first use in an execution and remembers the value. */
  private static Expr onceEach(Expr expression) {
    return new Expr() {
      @Override
      public Object eval(Object[] row, Frame frame) {
        if (frame == null) {
          return expression.eval(row, null);
        }
        Object[] kept =
            frame.context().state(this, () -> new Object[] {expression.eval(row, frame)});
        return kept[0];
      }
    };
  }

  Expr[] compileAll(List<RexNode> nodes) {
    Expr[] compiled = new Expr[nodes.size()];
    for (int i = 0; i < compiled.length; i++) {
      compiled[i] = compile(nodes.get(i));
    }
    return compiled;
  }

  /** One condition that holds when all do; null for none. */
  Expr compileConjunction(List<RexNode> conditions) {
    if (conditions.isEmpty()) {
      return null;
    }
    return conditions.size() == 1
        ? compile(conditions.get(0))
        : Conditions.and(compileAll(conditions));
  }

  private Expr subquery(RexCall call, SubqueryOperator subquery) {
    int compared = subquery.collations().size();
    List<RexNode> operands = call.getOperands();
    Expr[] left = compileAll(operands.subList(0, compared));
    Expr[] outer = compileAll(operands.subList(compared, operands.size()));
    Operator plan = planner.planSubquery(subquery);
    subplans.add(plan);
    boolean rememberable =
        RexShape.stable(subquery.query()) && !RexShape.containsWorkTable(subquery.query());
    int[] variables = subquery.variables();
    return switch (subquery.form()) {
      case SCALAR -> SubqueryExpr.scalar(plan, variables, outer, rememberable);
      case ROW -> SubqueryExpr.row(plan, variables, outer, rememberable);
      case ARRAY -> SubqueryExpr.array(plan, variables, outer, rememberable);
      case EXISTS -> SubqueryExpr.exists(plan, variables, outer, rememberable);
      case IN ->
          SubqueryExpr.in(
              plan,
              variables,
              outer,
              rememberable,
              left,
              subquery.collations().toArray(Collation[]::new),
              subquery.negated());
    };
  }

  /** Positions for expressions that read no row. */
  static int[] noRow(int columnCount) {
    int[] positions = new int[columnCount];
    Arrays.fill(positions, -1);
    return positions;
  }
}
