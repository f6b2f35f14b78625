package io.dolake.sql.plan.bind;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.plan.PlanContext;
import io.dolake.sql.types.Affinity;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;

/** Entry to binding: a query, or an expression over a row. */
public final class Binder {
  private Binder() {}

  /** A bound query with what its caller is told of it. */
  public record Query(RelNode rel, List<ResultColumn> columns, BindContext context) {}

  /** A bound expression over the columns of a {@link RowScope}. */
  public record Expression(RexNode rex, ColumnType type, BindContext context) {}

  public static Query bindQuery(SqlNode query, PlanContext plan) {
    return bindQuery(query, new BindContext(plan));
  }

  /** Where a query names tables and columns. */
  public static NameUses namesIn(SqlNode query, PlanContext plan) {
    NameUses names = new NameUses();
    bindQuery(query, new BindContext(plan, names)).columns().forEach(names::output);
    return names;
  }

  private static Query bindQuery(SqlNode query, BindContext context) {
    BoundQuery bound = new QueryBinder(context).bindTop(query);
    List<ResultColumn> columns = new ArrayList<>();
    for (OutputColumn column : bound.columns()) {
      Bound info = column.info();
      columns.add(new ResultColumn(column.name(), info.type(), info.table(), info.columnId()));
    }
    return new Query(bound.rel(), columns, context);
  }

  public static Expression bindExpression(SqlNode node, RowScope rowScope, PlanContext plan) {
    BindContext context = new BindContext(plan);
    Scope scope = scopeOf(rowScope, context);
    ExpressionBinder binder =
        new ExpressionBinder(context, new QueryBinder(context), scope, Ctes.NONE);
    Bound bound = binder.bind(node);
    return new Expression(bound.rex(), bound.type(), context);
  }

  private static Scope scopeOf(RowScope rowScope, BindContext context) {
    Scope scope = new Scope(context, null, null);
    String qualifier = null;
    List<Scope.Column> columns = new ArrayList<>();
    for (RowScope.Column column : rowScope.columns()) {
      if (qualifier != null && !qualifier.equals(column.qualifier())) {
        scope.add(new Scope.Relation(null, qualifier, columns, -1));
        columns = new ArrayList<>();
      }
      qualifier = column.qualifier();
      Bound info =
          Bound.of(null, column.type())
              .withAffinity(Affinity.of(column.type()))
              .withCollation(column.collation(), false);
      columns.add(new Scope.Column(column.name(), info, column.hidden()));
    }
    if (qualifier != null) {
      scope.add(new Scope.Relation(null, qualifier, columns, -1));
    }
    return scope;
  }
}
