package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.plan.rel.OrderRel;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.SortKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** ORDER BY over a query's output columns, with further key columns that are dropped again. */
final class OutputSort {
  private final BindContext context;
  private final BoundQuery query;
  private final List<RexNode> columns;
  private final List<SortKey> keys = new ArrayList<>();

  OutputSort(BindContext context, BoundQuery query) {
    this.context = context;
    this.query = query;
    this.columns = Rex.columnsOf(query.rel());
  }

  /** Adds an item: a position, an output name, or an expression over the output. */
  void add(SqlNode item, ExpressionBinder binder) {
    SortItem sort = SortItem.of(item);
    Bound key = outputColumn(sort.expression(), query.columns(), context);
    addKey(key == null ? binder.bind(sort.expression()) : key, sort);
  }

  private void addKey(Bound key, SortItem sort) {
    Collation collation = key.effectiveCollation();
    int column;
    if (key.rex() instanceof RexInputRef reference && collation == Collation.BINARY) {
      column = reference.getIndex();
    } else {
      column = columns.size();
      columns.add(Folding.collationKey(collation, key.rex()));
    }
    keys.add(new SortKey(column, sort.descending(), sort.nullsFirst()));
  }

  /** The output column that a position or bare name means; null when it is an expression. */
  static Bound outputColumn(SqlNode node, List<OutputColumn> output, BindContext context) {
    int ordinal = QueryBinder.ordinal(node);
    if (ordinal >= 0) {
      if (ordinal == 0 || ordinal > output.size()) {
        throw context.error(
            node,
            ErrorCode.SYNTAX_ERROR,
            "ORDER BY term out of range - should be between 1 and " + output.size(),
            null);
      }
      return output.get(ordinal - 1).at(ordinal - 1);
    }
    if (node instanceof SqlIdentifier identifier && identifier.isSimple()) {
      for (int i = 0; i < output.size(); i++) {
        if (output.get(i).name().equalsIgnoreCase(identifier.getSimple())) {
          return output.get(i).at(i);
        }
      }
    }
    return null;
  }

  BoundQuery finish(RexNode offset, RexNode fetch) {
    int width = query.columns().size();
    RelNode input =
        columns.size() > width ? QueryBinder.project(query.rel(), columns) : query.rel();
    RelNode sorted =
        keys.isEmpty() && offset == null && fetch == null
            ? input
            : new OrderRel(input, keys, offset, fetch);
    RelNode trimmed =
        columns.size() > width ? QueryBinder.project(sorted, columnRange(width)) : sorted;
    return new BoundQuery(trimmed, query.columns());
  }

  private static List<RexNode> columnRange(int width) {
    List<RexNode> range = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      range.add(Rex.column(i));
    }
    return range;
  }
}
