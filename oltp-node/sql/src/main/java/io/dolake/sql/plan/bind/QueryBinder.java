package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.parse.LockingQuery;
import io.dolake.sql.parse.RowLocking;
import io.dolake.sql.plan.rel.OrderRel;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.RowsRel;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.plan.rel.SubqueryOperator;
import io.dolake.sql.types.Affinity;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalIntersect;
import org.apache.calcite.rel.logical.LogicalMinus;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

/** Binds queries of every form, and subqueries in expressions. */
public final class QueryBinder {
  private final BindContext context;

  public QueryBinder(BindContext context) {
    this.context = context;
  }

  static boolean isQuery(SqlNode node) {
    SqlKind kind = node.getKind();
    return kind == SqlKind.SELECT
        || kind == SqlKind.VALUES
        || kind == SqlKind.WITH
        || kind == SqlKind.ORDER_BY
        || SqlKind.SET_QUERY.contains(kind);
  }

  /** Binds a whole statement's query. */
  BoundQuery bindTop(SqlNode query) {
    return bind(query, null, null, Ctes.NONE);
  }

  BoundQuery bind(SqlNode query, Scope parent, Captures captures, Ctes ctes) {
    context.enter(query);
    try {
      return bindQuery(query, parent, captures, ctes);
    } finally {
      context.leave();
    }
  }

  private BoundQuery bindQuery(SqlNode query, Scope parent, Captures captures, Ctes ctes) {
    switch (query.getKind()) {
      case SELECT:
        SqlSelect select = (SqlSelect) query;
        return new SelectBinder(context, this, parent, captures, ctes)
            .bind(
                select,
                ordering(select.getOrderList()),
                select.getOffset(),
                select.getFetch(),
                List.of());
      case VALUES:
        return values((SqlCall) query, parent, captures, ctes);
      case WITH:
        SqlWith with = (SqlWith) query;
        return bind(with.body, parent, captures, define(with, parent, captures, ctes));
      case ORDER_BY:
        return ordered((SqlOrderBy) query, parent, captures, ctes);
      case UNION:
      case INTERSECT:
      case EXCEPT:
        return setOperation((SqlCall) query, parent, captures, ctes);
      default:
        throw context.error(
            query, ErrorCode.FEATURE_NOT_SUPPORTED, "not a query: " + query.getKind(), null);
    }
  }

  private static SqlNodeList ordering(SqlNodeList list) {
    return list == null ? SqlNodeList.EMPTY : list;
  }

  private BoundQuery ordered(SqlOrderBy node, Scope parent, Captures captures, Ctes ctes) {
    List<RowLocking> locking =
        node instanceof LockingQuery lockingQuery ? lockingQuery.locking() : List.of();
    SqlNode query = node.query;
    Ctes visible = ctes;
    while (query instanceof SqlWith with) {
      visible = define(with, parent, captures, visible);
      query = with.body;
    }
    if (query instanceof SqlSelect select && select.getFetch() == null) {
      return new SelectBinder(context, this, parent, captures, visible)
          .bind(select, node.orderList, node.offset, node.fetch, locking);
    }
    if (!locking.isEmpty()) {
      throw RowLocks.notAllowed(locking.get(0), "a set operation or VALUES", context);
    }
    BoundQuery bound = bind(query, parent, captures, visible);
    Scope scope = new Scope(context, parent, captures);
    scope.add(relationOf(null, "", bound));
    ExpressionBinder binder = new ExpressionBinder(context, this, scope, visible);
    OutputSort sort = new OutputSort(context, bound);
    for (SqlNode item : node.orderList) {
      sort.add(item, binder);
    }
    return sort.finish(limit(node.offset, parent, visible), limit(node.fetch, parent, visible));
  }

  /** LIMIT or OFFSET; null when there is none. */
  RexNode limit(SqlNode node, Scope parent, Ctes ctes) {
    if (node == null) {
      return null;
    }
    ExpressionBinder binder =
        new ExpressionBinder(context, this, new Scope(context, null, null), ctes);
    binder.infer(node, ColumnType.INTEGER);
    return binder.bind(node).rex();
  }

  private Ctes define(SqlWith with, Scope parent, Captures captures, Ctes ctes) {
    Ctes visible = ctes;
    List<Ctes.Definition> definitions = new ArrayList<>();
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      List<String> columnNames = new ArrayList<>();
      if (item.columnList != null) {
        item.columnList.forEach(column -> columnNames.add(((SqlIdentifier) column).getSimple()));
      }
      String name = item.name.getSimple();
      if (definitions.stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
        throw context.error(
            item.name, ErrorCode.DUPLICATE_TABLE, "duplicate WITH table name: " + name, null);
      }
      int ownReadings = NameCounter.count(item.query, name);
      // The name of the item itself is counted as well.
      int otherReadings = NameCounter.count(with, name) - ownReadings - 1;
      Ctes.Definition definition =
          new Ctes.Definition(
              name, columnNames, item.query, ownReadings > 0, otherReadings > 1, parent, captures);
      visible = visible.with(definition);
      definitions.add(definition);
    }
    // SQLite lets every item see every other one, whatever their order.
    for (Ctes.Definition definition : definitions) {
      definition.setVisible(visible);
    }
    return visible;
  }

  private BoundQuery values(SqlCall call, Scope parent, Captures captures, Ctes ctes) {
    ExpressionBinder binder =
        new ExpressionBinder(context, this, new Scope(context, parent, captures), ctes);
    List<List<RexNode>> rows = new ArrayList<>();
    List<List<Bound>> columns = new ArrayList<>();
    for (SqlNode rowNode : call.getOperandList()) {
      List<Bound> row = binder.bindRow(rowNode);
      if (!rows.isEmpty() && rows.get(0).size() != row.size()) {
        throw context.error(
            rowNode, ErrorCode.SYNTAX_ERROR, "all VALUES must have the same number of terms", null);
      }
      rows.add(row.stream().map(Bound::rex).toList());
      for (int i = 0; i < row.size(); i++) {
        if (columns.size() <= i) {
          columns.add(new ArrayList<>());
        }
        columns.get(i).add(row.get(i));
      }
    }
    List<OutputColumn> output = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnType type = Operators.commonType(columns.get(i));
      output.add(new OutputColumn("column" + (i + 1), Bound.of(Rex.column(i), type)));
    }
    return new BoundQuery(new RowsRel(context.cluster(), columns.size(), rows), output);
  }

  private BoundQuery setOperation(SqlCall call, Scope parent, Captures captures, Ctes ctes) {
    boolean all = ((SqlSetOperator) call.getOperator()).isAll();
    List<BoundQuery> inputs = new ArrayList<>();
    for (SqlNode operand : flattenUnion(call)) {
      inputs.add(bind(operand, parent, captures, ctes));
    }
    return combine(call, call.getKind(), all, inputs);
  }

  /** Operands of a chain of the same set operation, so that long chains do not nest. */
  private static List<SqlNode> flattenUnion(SqlCall call) {
    List<SqlNode> operands = new ArrayList<>();
    SqlNode left = call;
    while (left instanceof SqlCall chain
        && chain.getOperator() == call.getOperator()
        && (call.getKind() == SqlKind.UNION || left == call)) {
      operands.add(0, chain.operand(1));
      left = chain.operand(0);
    }
    operands.add(0, left);
    return operands;
  }

  BoundQuery combine(SqlNode node, SqlKind kind, boolean all, List<BoundQuery> inputs) {
    int width = inputs.get(0).columns().size();
    List<RelNode> rels = new ArrayList<>();
    for (BoundQuery input : inputs) {
      if (input.columns().size() != width) {
        throw context.error(
            node,
            ErrorCode.SYNTAX_ERROR,
            "SELECTs to the left and right of "
                + kind
                + " do not have the same number of result columns",
            null);
      }
      rels.add(input.rel());
    }
    RelNode rel =
        switch (kind) {
          case UNION -> LogicalUnion.create(rels, all);
          case INTERSECT -> LogicalIntersect.create(rels, all);
          default -> LogicalMinus.create(rels, all);
        };
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      List<Bound> parts = new ArrayList<>();
      for (BoundQuery input : inputs) {
        parts.add(input.columns().get(i).info());
      }
      OutputColumn first = inputs.get(0).columns().get(i);
      Bound info =
          Bound.of(Rex.column(i), Operators.commonType(parts))
              .withAffinity(first.info().affinity())
              .withCollation(first.info().collation(), false);
      columns.add(new OutputColumn(first.name(), info));
    }
    return new BoundQuery(rel, columns);
  }

  /** A query's columns as a relation in FROM. */
  static Scope.Relation relationOf(String schema, String name, BoundQuery query) {
    List<Scope.Column> columns = new ArrayList<>();
    for (OutputColumn column : query.columns()) {
      Bound info = column.info().withCollation(column.info().collation(), false);
      columns.add(new Scope.Column(column.name(), info, false));
    }
    return new Scope.Relation(schema, name, columns, -1);
  }

  Bound scalarSubquery(SqlNode query, Scope scope, Ctes ctes) {
    Captures captures = new Captures(context);
    BoundQuery bound = bind(query, scope, captures, ctes);
    checkOneColumn(query, bound);
    // A subquery keeps its column's affinity, but not its collation.
    Bound column = bound.columns().get(0).info().withCollation(null, false);
    RelNode firstRow = new OrderRel(bound.rel(), List.of(), null, Rex.constant(1L));
    return column.withRex(
        subquery(firstRow, SubqueryOperator.Form.SCALAR, false, List.of(), List.of(), captures));
  }

  Bound existsSubquery(SqlNode query, Scope scope, Ctes ctes) {
    Captures captures = new Captures(context);
    BoundQuery bound = bind(query, scope, captures, ctes);
    return Bound.of(
        subquery(bound.rel(), SubqueryOperator.Form.EXISTS, false, List.of(), List.of(), captures),
        ColumnType.TRUTH);
  }

  Bound arraySubquery(SqlNode query, Scope scope, Ctes ctes) {
    Captures captures = new Captures(context);
    BoundQuery bound = bind(query, scope, captures, ctes);
    checkOneColumn(query, bound);
    ColumnType type = bound.columns().get(0).info().type();
    TypeKind kind = ArrayBinder.elementKind(type);
    RelNode rel =
        type.equals(ColumnType.TRUTH)
            ? project(bound.rel(), List.of(Rex.asBoolean(Rex.column(0))))
            : bound.rel();
    return Bound.of(
        subquery(rel, SubqueryOperator.Form.ARRAY, false, List.of(), List.of(), captures),
        ColumnType.arrayOf(kind == TypeKind.JSON ? TypeKind.TEXT : kind));
  }

  private void checkOneColumn(SqlNode query, BoundQuery bound) {
    if (bound.columns().size() != 1) {
      throw context.error(
          query,
          ErrorCode.SYNTAX_ERROR,
          "sub-select returns " + bound.columns().size() + " columns - expected 1",
          null);
    }
  }

  /** The columns of a subquery's first row, each as an expression. */
  List<Bound> rowSubquery(SqlNode query, Scope scope, Ctes ctes) {
    Captures captures = new Captures(context);
    BoundQuery bound = bind(query, scope, captures, ctes);
    RelNode firstRow = new OrderRel(bound.rel(), List.of(), null, Rex.constant(1L));
    RexNode row =
        subquery(firstRow, SubqueryOperator.Form.ROW, false, List.of(), List.of(), captures);
    List<Bound> items = new ArrayList<>();
    for (int i = 0; i < bound.columns().size(); i++) {
      int index = i;
      SimpleOperator item =
          new SimpleOperator(
              "ITEM " + i,
              true,
              operands -> {
                Expr list = operands[0];
                return (values, frame) -> {
                  Object[] found = (Object[]) list.eval(values, frame);
                  return found == null ? null : found[index];
                };
              });
      items.add(bound.columns().get(i).info().withRex(Rex.call(item, row)));
    }
    return items;
  }

  Bound inSubquery(List<Bound> left, SqlNode query, boolean negated, Scope scope, Ctes ctes) {
    Captures captures = new Captures(context);
    BoundQuery bound = bind(query, scope, captures, ctes);
    if (bound.columns().size() != left.size()) {
      throw context.error(
          query,
          ErrorCode.SYNTAX_ERROR,
          "sub-select returns " + bound.columns().size() + " columns - expected " + left.size(),
          null);
    }
    List<RexNode> operands = new ArrayList<>();
    List<RexNode> columns = new ArrayList<>();
    List<Collation> collations = new ArrayList<>();
    boolean bent = false;
    for (int i = 0; i < left.size(); i++) {
      Bound column = bound.columns().get(i).at(i);
      Affinity own = Affinity.forComparison(left.get(i).affinity(), column.affinity());
      Affinity other = Affinity.forComparison(column.affinity(), left.get(i).affinity());
      operands.add(Folding.affinity(own, left.get(i).rex()));
      columns.add(Folding.affinity(other, column.rex()));
      collations.add(Bound.collationOf(left.get(i), column));
      bent |= other != Affinity.NONE;
    }
    RelNode rel = bent ? project(bound.rel(), columns) : bound.rel();
    return Bound.of(
        subquery(rel, SubqueryOperator.Form.IN, negated, collations, operands, captures),
        ColumnType.TRUTH);
  }

  private static RexNode subquery(
      RelNode rel,
      SubqueryOperator.Form form,
      boolean negated,
      List<Collation> collations,
      List<RexNode> left,
      Captures captures) {
    SubqueryOperator operator =
        new SubqueryOperator(rel, form, negated, collations, captures.variables());
    List<RexNode> operands = new ArrayList<>(left);
    operands.addAll(captures.values());
    boolean condition = form == SubqueryOperator.Form.EXISTS || form == SubqueryOperator.Form.IN;
    return condition
        ? Rex.condition(operator, operands.toArray(RexNode[]::new))
        : Rex.call(operator, operands);
  }

  /** A projection; columns that are truth values become plain ones. */
  static RelNode project(RelNode input, List<RexNode> expressions) {
    List<RexNode> values = expressions.stream().map(Rex::asValue).toList();
    return LogicalProject.create(
        input, List.of(), values, Rex.rowType(values.size()), java.util.Set.of());
  }

  /** The column's position that a literal in ORDER BY or GROUP BY means; -1 if it is none. */
  static int ordinal(SqlNode node) {
    boolean isNumber =
        node instanceof SqlLiteral literal
            && literal instanceof org.apache.calcite.sql.SqlNumericLiteral number
            && number.isInteger();
    return isNumber ? Math.max(0, ((SqlLiteral) node).bigDecimalValue().intValue()) : -1;
  }
}
