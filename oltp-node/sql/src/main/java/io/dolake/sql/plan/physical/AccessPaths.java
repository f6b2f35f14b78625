package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.AccessPath;
import io.dolake.sql.exec.Operator;
import io.dolake.sql.exec.SubqueryExpr;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.rel.InListOperator;
import io.dolake.sql.plan.rel.InSetOperator;
import io.dolake.sql.plan.rel.QuantifiedArrayOperator;
import io.dolake.sql.plan.rel.SubqueryOperator;
import io.dolake.storage.ScanDirection;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;

/** Makes the access path of a choice. */
final class AccessPaths {
  private final PhysicalPlanner planner;

  AccessPaths(PhysicalPlanner planner) {
    this.planner = planner;
  }

  /**
   * @param compiler for the values, over the outer row's positions
   */
  AccessPath of(
      TableDef table,
      AccessChoice choice,
      ExprCompiler compiler,
      ScanDirection direction,
      RexText text) {
    List<KeyColumn> key = choice.index() == null ? table.primaryKey() : choice.index().columns();
    List<ColumnType> types = new ArrayList<>();
    List<Boolean> descending = new ArrayList<>();
    for (KeyColumn column : key) {
      types.add(
          column.expression() != null
              ? ColumnType.ANY
              : table.columns().get(table.ordinalOf(column.columnId())).type());
      descending.add(column.descending());
    }
    List<Expr> equalities = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Sargable equality : choice.equalities()) {
      equalities.add(compiler.compile(equality.value()));
      words.add(text.of(equality.condition()));
    }
    AccessPath.PointSource points =
        choice.points() == null ? null : points((RexCall) choice.points().value(), compiler);
    for (Sargable condition : new Sargable[] {choice.points(), choice.lower(), choice.upper()}) {
      if (condition != null) {
        words.add(text.of(condition.condition()));
      }
    }
    return new AccessPath(
        table.id(),
        table.name(),
        choice.index() == null ? null : choice.index().id(),
        choice.index() == null ? null : choice.index().name(),
        choice.indexOnly(),
        choice.unique(),
        types,
        descending,
        equalities,
        points,
        choice.lower() == null ? null : compiler.compile(choice.lower().value()),
        choice.upper() == null ? null : compiler.compile(choice.upper().value()),
        direction,
        String.join(" and ", words));
  }

  private AccessPath.PointSource points(RexCall in, ExprCompiler compiler) {
    if (in.getOperator() instanceof InSetOperator set) {
      List<Object> constants = set.constants();
      return (row, frame) -> constants;
    }
    if (in.getOperator() instanceof InListOperator) {
      Expr[] elements = compiler.compileAll(in.getOperands().subList(1, in.getOperands().size()));
      return (row, frame) -> {
        List<Object> values = new ArrayList<>();
        for (Expr element : elements) {
          values.add(element.eval(row, frame));
        }
        return values;
      };
    }
    if (in.getOperator() instanceof QuantifiedArrayOperator any) {
      Expr array = compiler.compile(in.getOperands().get(1));
      return (row, frame) -> any.elements(array.eval(row, frame));
    }
    SubqueryOperator subquery = (SubqueryOperator) in.getOperator();
    Operator plan = planner.planSubquery(subquery);
    compiler.subplans().add(plan);
    return (row, frame) -> frame.context().state(plan, () -> SubqueryExpr.firstColumn(plan, frame));
  }
}
