package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.EmptyCatalog;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.plan.PlanContext;
import io.dolake.sql.plan.RelationProvider;
import io.dolake.sql.plan.ViewParser;
import io.dolake.sql.plan.bind.Binder;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * The expressions and the condition of one index, over the same columns as a query's conditions, so
 * that the two can be compared.
 *
 * @param keys for each part of the key its expression, or null where it is a column
 * @param predicate conjuncts of a partial index's condition; empty for others
 */
record IndexTerms(List<RexNode> keys, List<RexNode> predicate) {
  private static final IndexTerms PLAIN = new IndexTerms(List.of(), List.of());
  private static final ViewParser NO_VIEWS =
      view -> {
        throw new IllegalStateException("index expressions have no queries");
      };

  /**
   * @param start where the table's columns begin in the query's space
   */
  static IndexTerms of(IndexDef index, TableDef table, int start) {
    boolean plain =
        index.predicate() == null
            && index.columns().stream().allMatch(column -> column.expression() == null);
    if (plain) {
      return PLAIN;
    }
    List<RexNode> keys = new ArrayList<>();
    index
        .columns()
        .forEach(
            column ->
                keys.add(
                    column.expression() == null ? null : bind(column.expression(), table, start)));
    List<RexNode> predicate = new ArrayList<>();
    if (index.predicate() != null) {
      RexShape.addConjuncts(bind(index.predicate(), table, start), predicate);
    }
    return new IndexTerms(keys, predicate);
  }

  private static RexNode bind(String text, TableDef table, int start) {
    PlanContext context =
        new PlanContext(
            EmptyCatalog.INSTANCE, RelationProvider.NONE, NO_VIEWS, List.of(), List.of(), text);
    RexNode bound =
        Binder.bindExpression(SqlParser.parseExpression(text), RowScope.of(table), context).rex();
    return RexUtil.shift(bound, start);
  }

  /** The expression at a place of the key; null where it is a column. */
  RexNode key(int place) {
    return keys.isEmpty() ? null : keys.get(place);
  }

  /** Whether every row that satisfies the conditions is in the index. */
  boolean impliedBy(List<RexNode> conditions) {
    return predicate.stream().allMatch(part -> Implication.holds(conditions, part));
  }
}
