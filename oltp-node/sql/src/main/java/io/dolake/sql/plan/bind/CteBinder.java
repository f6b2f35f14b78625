package io.dolake.sql.plan.bind;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.plan.rel.OrderRel;
import io.dolake.sql.plan.rel.RecursiveRel;
import io.dolake.sql.plan.rel.SortKey;
import io.dolake.sql.plan.rel.WorkTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSetOperator;

/** Binds common table expressions, recursive ones included. */
final class CteBinder {
  private final BindContext context;
  private final QueryBinder queries;

  CteBinder(BindContext context, QueryBinder queries) {
    this.context = context;
    this.queries = queries;
  }

  BoundQuery bind(Ctes.Definition definition, SqlNode reference) {
    if (definition.recursive() && unionOf(definition.query()) != null) {
      return named(recursive(definition), definition, reference);
    }
    BoundQuery query =
        queries.bind(
            definition.query(),
            definition.outerScope(),
            definition.captures(),
            definition.visible());
    return named(query, definition, reference);
  }

  private BoundQuery named(BoundQuery query, Ctes.Definition definition, SqlNode reference) {
    List<String> names = definition.columnNames();
    if (names.isEmpty()) {
      return query;
    }
    if (names.size() != query.columns().size()) {
      throw context.error(
          reference,
          ErrorCode.SYNTAX_ERROR,
          "table "
              + definition.name()
              + " has "
              + query.columns().size()
              + " values for "
              + names.size()
              + " columns",
          null);
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(new OutputColumn(names.get(i), query.columns().get(i).info()));
    }
    return new BoundQuery(query.rel(), columns);
  }

  /** The UNION at the top of a query, below its ORDER BY; null if there is none. */
  private static SqlCall unionOf(SqlNode query) {
    SqlNode node = query instanceof SqlOrderBy ordered ? ordered.query : query;
    return node.getKind() == SqlKind.UNION ? (SqlCall) node : null;
  }

  private BoundQuery recursive(Ctes.Definition definition) {
    SqlCall union = unionOf(definition.query());
    boolean all = ((SqlSetOperator) union.getOperator()).isAll();
    List<SqlNode> seeds = new ArrayList<>();
    List<SqlNode> steps = new ArrayList<>();
    split(union, definition.name(), seeds, steps);
    if (seeds.isEmpty()) {
      throw context.error(
          union, ErrorCode.SYNTAX_ERROR, "circular reference: " + definition.name(), null);
    }
    BoundQuery seed = bindAll(union, definition, seeds, all);
    BoundQuery visibleSeed = named(seed, definition, union);
    if (steps.isEmpty()) {
      return seed;
    }
    WorkTable workTable = new WorkTable(definition.name());
    List<OutputColumn> workColumns = new ArrayList<>();
    for (OutputColumn column : visibleSeed.columns()) {
      workColumns.add(column);
    }
    definition.setWorkTable(workTable, workColumns);
    BoundQuery step;
    try {
      step = bindAll(union, definition, steps, all);
    } finally {
      definition.setWorkTable(null, null);
    }
    if (step.columns().size() != seed.columns().size()) {
      throw context.error(
          union,
          ErrorCode.SYNTAX_ERROR,
          "SELECTs to the left and right of UNION do not have the same number of result columns",
          null);
    }
    return limited(definition, visibleSeed, step.rel(), workTable, !all);
  }

  private BoundQuery limited(
      Ctes.Definition definition,
      BoundQuery seed,
      RelNode step,
      WorkTable workTable,
      boolean distinct) {
    SqlOrderBy ordered = definition.query() instanceof SqlOrderBy node ? node : null;
    List<SortKey> order = new ArrayList<>();
    if (ordered != null) {
      for (SqlNode item : ordered.orderList) {
        SortItem sort = SortItem.of(item);
        Bound column = OutputSort.outputColumn(sort.expression(), seed.columns(), context);
        if (column == null) {
          throw context.error(
              item,
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "ORDER BY of a recursive query must name one of its columns",
              null);
        }
        int index = ((org.apache.calcite.rex.RexInputRef) column.rex()).getIndex();
        order.add(new SortKey(index, sort.descending(), sort.nullsFirst()));
      }
    }
    RelNode rel = new RecursiveRel(context.cluster(), seed.rel(), step, workTable, distinct, order);
    if (ordered != null && (ordered.offset != null || ordered.fetch != null)) {
      RexNode offset = queries.limit(ordered.offset, definition.outerScope(), definition.visible());
      RexNode fetch = queries.limit(ordered.fetch, definition.outerScope(), definition.visible());
      rel = new OrderRel(rel, List.of(), offset, fetch);
    }
    return new BoundQuery(rel, seed.columns());
  }

  private static void split(SqlCall union, String name, List<SqlNode> seeds, List<SqlNode> steps) {
    for (SqlNode operand : union.getOperandList()) {
      if (operand.getKind() == SqlKind.UNION && NameCounter.count(operand, name) > 0) {
        split((SqlCall) operand, name, seeds, steps);
      } else {
        (NameCounter.count(operand, name) > 0 ? steps : seeds).add(operand);
      }
    }
  }

  private BoundQuery bindAll(
      SqlCall union, Ctes.Definition definition, List<SqlNode> nodes, boolean all) {
    List<BoundQuery> bound = new ArrayList<>();
    for (SqlNode node : new SqlNodeList(nodes, union.getParserPosition())) {
      bound.add(
          queries.bind(node, definition.outerScope(), definition.captures(), definition.visible()));
    }
    return bound.size() == 1 ? bound.get(0) : queries.combine(union, SqlKind.UNION, all, bound);
  }
}
