package io.dolake.sql.plan.bind;

import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.parse.DistinctOnSelect;
import io.dolake.sql.parse.RowLocking;
import io.dolake.sql.plan.rel.LockRel;
import io.dolake.sql.plan.rel.OrderRel;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.RowsRel;
import io.dolake.sql.plan.rel.SortKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;

/** Binds one SELECT with the ORDER BY and LIMIT that belong to it. */
final class SelectBinder {
  private final BindContext context;
  private final QueryBinder queries;
  private final Scope parent;
  private final Captures captures;
  private final Ctes ctes;

  private Scope scope;
  private ExpressionBinder expressions;
  private final List<String> names = new ArrayList<>();
  private final List<Bound> items = new ArrayList<>();
  private final List<RexNode> outputs = new ArrayList<>();
  private final List<RexNode> extraKeys = new ArrayList<>();
  private final List<SortKey> sortKeys = new ArrayList<>();
  private final List<LockRel.Target> locks = new ArrayList<>();

  SelectBinder(
      BindContext context, QueryBinder queries, Scope parent, Captures captures, Ctes ctes) {
    this.context = context;
    this.queries = queries;
    this.parent = parent;
    this.captures = captures;
    this.ctes = ctes;
  }

  BoundQuery bind(
      SqlSelect written,
      SqlNodeList orderBy,
      SqlNode offset,
      SqlNode fetch,
      List<RowLocking> locking) {
    SqlSelect select = SetReturningItems.moved(written, context.plan());
    RelNode rel = from(select.getFrom());
    expressions = new ExpressionBinder(context, queries, scope, ctes);
    expressions.functions().useWindows(windowsOf(select));
    noteAliases(select.getSelectList());
    if (select.getWhere() != null) {
      rel = LogicalFilter.create(rel, expressions.condition(select.getWhere()));
    }
    expressions.allow(true, true);
    for (SqlNode item : select.getSelectList()) {
      bindItem(item);
    }
    List<Bound> groupKeys = groupKeys(select.getGroup());
    expressions.allow(true, false);
    RexNode having = select.getHaving() == null ? null : expressions.condition(select.getHaving());
    expressions.allow(true, true);
    items.forEach(item -> outputs.add(item.rex()));
    for (SqlNode item : orderBy) {
      bindSortItem(item);
    }
    List<Integer> firstOf =
        select instanceof DistinctOnSelect on ? distinctKeys(on, orderBy) : List.of();
    RelNode rows = rel;
    rel = windows(aggregate(rel, select, groupKeys, having));
    if (!locking.isEmpty()) {
      if (rel != rows || select.isDistinct() || !firstOf.isEmpty()) {
        throw RowLocks.notAllowed(
            locking.get(0), "DISTINCT, aggregates and window functions", context);
      }
      locks.addAll(RowLocks.targets(locking, scope, context, this::extraColumn));
    }
    return finish(
        rel,
        select.isDistinct(),
        firstOf,
        queries.limit(offset, parent, ctes),
        queries.limit(fetch, parent, ctes));
  }

  private RelNode from(SqlNode from) {
    if (from == null) {
      scope = new Scope(context, parent, captures);
      return new RowsRel(context.cluster(), 0, List.of(List.of()));
    }
    FromBinder.Source source = new FromBinder(context, queries, parent, captures, ctes).bind(from);
    scope = source.scope();
    return source.rel();
  }

  private static List<SqlWindow> windowsOf(SqlSelect select) {
    List<SqlWindow> windows = new ArrayList<>();
    if (select.getWindowList() != null) {
      select.getWindowList().forEach(window -> windows.add((SqlWindow) window));
    }
    return windows;
  }

  private void noteAliases(SqlNodeList list) {
    for (SqlNode item : list) {
      if (item.getKind() == SqlKind.AS) {
        SqlCall call = (SqlCall) item;
        scope.addAlias(((SqlIdentifier) call.operand(1)).getSimple(), call.operand(0));
      }
    }
  }

  private void bindItem(SqlNode item) {
    if (item instanceof SqlIdentifier identifier && identifier.isStar()) {
      expandStar(identifier);
    } else if (item.getKind() == SqlKind.AS) {
      SqlCall call = (SqlCall) item;
      add(((SqlIdentifier) call.operand(1)).getSimple(), expressions.bind(call.operand(0)));
    } else {
      if (item instanceof SqlIdentifier identifier) {
        context.itemNamed(identifier);
      }
      Bound bound = expressions.bind(item);
      add(ItemName.of(item, context.plan()), bound);
    }
  }

  private void add(String name, Bound bound) {
    names.add(name);
    items.add(bound);
  }

  private void expandStar(SqlIdentifier star) {
    int last = star.names.size() - 1;
    if (last > 0) {
      Scope.Relation relation = scope.relation(star.names.subList(0, last));
      if (relation == null) {
        throw context.error(
            star,
            ErrorCode.UNDEFINED_TABLE,
            "no such table: " + String.join(".", star.names.subList(0, last)),
            null);
      }
      expand(relation, true);
      return;
    }
    if (scope.relations().isEmpty()) {
      throw context.error(star, ErrorCode.SYNTAX_ERROR, "no tables specified", null);
    }
    scope.relations().forEach(relation -> expand(relation, false));
  }

  private void expand(Scope.Relation relation, boolean qualified) {
    for (int i = 0; i < relation.columns().size(); i++) {
      Scope.Column column = relation.columns().get(i);
      if (column.hidden() || (!qualified && relation.isMergedAway(i))) {
        continue;
      }
      Bound merged = qualified ? null : scope.mergedColumn(column.name());
      add(column.name(), merged != null ? merged : relation.at(i));
    }
  }

  private List<Bound> groupKeys(SqlNodeList group) {
    List<Bound> keys = new ArrayList<>();
    if (group == null) {
      return keys;
    }
    expressions.allow(false, false);
    for (SqlNode node : group) {
      int ordinal = QueryBinder.ordinal(node);
      if (ordinal == 0 || ordinal > items.size()) {
        throw context.error(
            node,
            ErrorCode.SYNTAX_ERROR,
            "GROUP BY term out of range - should be between 1 and " + items.size(),
            null);
      }
      Bound key = ordinal > 0 ? items.get(ordinal - 1) : expressions.bind(node);
      if (AggregateRewriter.hasAggregate(key.rex())) {
        throw context.error(
            node,
            ErrorCode.GROUPING_ERROR,
            "aggregate functions are not allowed in the GROUP BY clause",
            null);
      }
      keys.add(key);
    }
    return keys;
  }

  private void bindSortItem(SqlNode node) {
    SortItem sort = SortItem.of(node);
    sortKeys.add(new SortKey(keyColumn(sort.expression()), sort.descending(), sort.nullsFirst()));
  }

  /** Index among outputs and further keys of what an ORDER BY or DISTINCT ON term means. */
  private int keyColumn(SqlNode expression) {
    int column = outputNamed(expression);
    Bound key = column >= 0 ? items.get(column) : expressions.bind(expression);
    return extraColumn(Folding.collationKey(key.effectiveCollation(), key.rex()));
  }

  /** Index among outputs and further keys of an expression, which becomes one of them. */
  private int extraColumn(RexNode rex) {
    int column = outputs.indexOf(rex);
    if (column >= 0) {
      return column;
    }
    if (!extraKeys.contains(rex)) {
      extraKeys.add(rex);
    }
    return outputs.size() + extraKeys.indexOf(rex);
  }

  /** The columns whose values tell the rows of DISTINCT ON; they lead what is sorted by. */
  private List<Integer> distinctKeys(DistinctOnSelect select, SqlNodeList orderBy) {
    Set<Integer> keys = new LinkedHashSet<>();
    for (SqlNode key : select.keys()) {
      keys.add(keyColumn(key));
    }
    for (int i = 0; i < Math.min(keys.size(), sortKeys.size()); i++) {
      if (!keys.contains(sortKeys.get(i).column())) {
        throw context.error(
            orderBy.get(i),
            ErrorCode.SYNTAX_ERROR,
            "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
            "Begin ORDER BY with the expressions of DISTINCT ON.");
      }
    }
    return List.copyOf(keys);
  }

  /** Index of the item that a position, an alias or a column's name means; -1 if none. */
  private int outputNamed(SqlNode node) {
    int ordinal = QueryBinder.ordinal(node);
    if (ordinal == 0 || ordinal > items.size()) {
      throw context.error(
          node,
          ErrorCode.SYNTAX_ERROR,
          "ORDER BY term out of range - should be between 1 and " + items.size(),
          null);
    }
    if (ordinal > 0) {
      return ordinal - 1;
    }
    if (node instanceof SqlIdentifier identifier
        && identifier.isSimple()
        && scope.alias(identifier.getSimple()) != null) {
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).equalsIgnoreCase(identifier.getSimple())) {
          return i;
        }
      }
    }
    return -1;
  }

  private RelNode aggregate(
      RelNode source, SqlSelect select, List<Bound> groupKeys, RexNode having) {
    boolean grouped = select.getGroup() != null && !select.getGroup().isEmpty();
    boolean aggregated =
        grouped
            || outputs.stream().anyMatch(AggregateRewriter::hasAggregate)
            || extraKeys.stream().anyMatch(AggregateRewriter::hasAggregate)
            || (having != null && AggregateRewriter.hasAggregate(having));
    if (!aggregated) {
      if (having != null) {
        throw context.error(
            select.getHaving(),
            ErrorCode.GROUPING_ERROR,
            "a GROUP BY clause is required before HAVING",
            null);
      }
      return source;
    }
    AggregateRewriter rewriter = new AggregateRewriter(groupKeys);
    outputs.replaceAll(rewriter::rewrite);
    extraKeys.replaceAll(rewriter::rewrite);
    RexNode condition = having == null ? null : rewriter.rewrite(having);
    RelNode rel = rewriter.aggregation(source);
    return condition == null ? rel : LogicalFilter.create(rel, Rex.asCondition(condition));
  }

  private RelNode windows(RelNode rel) {
    WindowRewriter rewriter = new WindowRewriter(rel.getRowType().getFieldCount());
    outputs.replaceAll(rewriter::rewrite);
    extraKeys.replaceAll(rewriter::rewrite);
    return rewriter.windows(rel);
  }

  private BoundQuery finish(
      RelNode rel, boolean distinct, List<Integer> firstOf, RexNode offset, RexNode fetch) {
    List<RexNode> all = new ArrayList<>(outputs);
    all.addAll(extraKeys);
    RelNode projected = QueryBinder.project(rel, all);
    if (distinct) {
      List<Bound> keys = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        keys.add(items.get(i).withRex(Rex.column(i)));
      }
      projected = firstRows(projected, keys);
    }
    if (!firstOf.isEmpty()) {
      RelNode sorted =
          sortKeys.isEmpty() ? projected : new OrderRel(projected, sortKeys, null, null);
      projected =
          firstRows(
              sorted, firstOf.stream().map(i -> Bound.of(Rex.column(i), ColumnType.ANY)).toList());
    }
    if (!locks.isEmpty()) {
      // Rows are locked in their order, and those that LIMIT leaves out are not.
      RelNode sorted =
          sortKeys.isEmpty() ? projected : new OrderRel(projected, sortKeys, null, null);
      projected = new LockRel(sorted, locks);
      sortKeys.clear();
    }
    if (!sortKeys.isEmpty() || offset != null || fetch != null) {
      projected = new OrderRel(projected, sortKeys, offset, fetch);
    }
    if (!extraKeys.isEmpty()) {
      projected =
          QueryBinder.project(projected, Rex.columnsOf(projected).subList(0, outputs.size()));
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      columns.add(new OutputColumn(names.get(i), items.get(i).withRex(Rex.column(i))));
    }
    return new BoundQuery(projected, columns);
  }

  /** The first row for each set of equal keys. */
  private static RelNode firstRows(RelNode input, List<Bound> keys) {
    AggregateRewriter rewriter = new AggregateRewriter(keys);
    List<RexNode> columns = new ArrayList<>();
    for (RexNode column : Rex.columnsOf(input)) {
      columns.add(rewriter.rewrite(column));
    }
    return QueryBinder.project(rewriter.aggregation(input), columns);
  }
}
