package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.error.NearestName;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.FunctionRegistry;
import io.dolake.sql.function.RowsFrom;
import io.dolake.sql.parse.SqlOperators;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.plan.ViewParser;
import io.dolake.sql.plan.VirtualRelation;
import io.dolake.sql.plan.rel.LateralRel;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.SharedRel;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.plan.rel.TableFunctionRel;
import io.dolake.sql.plan.rel.TableRel;
import io.dolake.sql.plan.rel.VirtualRel;
import io.dolake.sql.plan.rel.WorkTableRel;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.sequence.SequenceRow;
import io.dolake.sql.statement.Schemas;
import io.dolake.sql.types.Affinity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableBitSet;

/** Binds FROM: tables, views, common table expressions, subqueries, functions and joins. */
final class FromBinder {
  /** Rows of (a part of) FROM with their names. */
  record Source(RelNode rel, Scope scope) {}

  private final BindContext context;
  private final QueryBinder queries;
  private final Scope parent;
  private final Captures captures;
  private final Ctes ctes;

  FromBinder(BindContext context, QueryBinder queries, Scope parent, Captures captures, Ctes ctes) {
    this.context = context;
    this.queries = queries;
    this.parent = parent;
    this.captures = captures;
    this.ctes = ctes;
  }

  Source bind(SqlNode node) {
    return bind(node, null, List.of());
  }

  private Source bind(SqlNode node, String alias, List<String> columnNames) {
    switch (node.getKind()) {
      case AS:
        return bindAlias((SqlCall) node);
      case JOIN:
        Source joined = join((SqlJoin) node);
        return alias == null ? joined : renamed(joined, alias, columnNames);
      case IDENTIFIER:
        return table((SqlIdentifier) node, alias, columnNames);
      case LATERAL:
      case TABLE_REF:
        return bind(((SqlCall) node).operand(0), alias, columnNames);
      case COLLECTION_TABLE:
        return function(((SqlCall) node).operand(0), alias, columnNames);
      default:
        if (QueryBinder.isQuery(node)) {
          BoundQuery query = queries.bind(node, parent, captures, ctes);
          return source(query, null, alias == null ? "" : alias, columnNames, node);
        }
        if (node instanceof SqlCall call) {
          return function(call, alias, columnNames);
        }
        throw context.error(
            node, ErrorCode.FEATURE_NOT_SUPPORTED, "not supported in FROM: " + node, null);
    }
  }

  private Source bindAlias(SqlCall call) {
    String alias = ((SqlIdentifier) call.operand(1)).getSimple();
    List<String> columnNames = new ArrayList<>();
    for (int i = 2; i < call.operandCount(); i++) {
      if (call.operand(i) instanceof SqlIdentifier name) {
        columnNames.add(name.getSimple());
      } else if (call.operand(i) instanceof SqlNodeList list) {
        list.forEach(name -> columnNames.add(((SqlIdentifier) name).getSimple()));
      }
    }
    return bind(call.operand(0), alias, columnNames);
  }

  /** A parenthesised join with an alias: one relation with all its columns. */
  private Source renamed(Source joined, String alias, List<String> columnNames) {
    List<Scope.Column> columns = new ArrayList<>();
    for (Scope.Relation relation : joined.scope().relations()) {
      columns.addAll(relation.columns());
    }
    return sourceOf(joined.rel(), new Scope.Relation(null, alias, named(columns, columnNames), -1));
  }

  private Source sourceOf(RelNode rel, Scope.Relation relation) {
    Scope scope = new Scope(context, parent, captures);
    scope.add(relation);
    return new Source(rel, scope);
  }

  private static List<Scope.Column> named(List<Scope.Column> columns, List<String> names) {
    List<Scope.Column> renamed = new ArrayList<>(columns);
    for (int i = 0; i < Math.min(names.size(), columns.size()); i++) {
      Scope.Column column = columns.get(i);
      renamed.set(i, new Scope.Column(names.get(i), column.info(), column.hidden()));
    }
    return renamed;
  }

  private Source source(
      BoundQuery query, String schema, String name, List<String> columnNames, SqlNode node) {
    if (columnNames.size() > query.columns().size()) {
      throw context.error(
          node,
          ErrorCode.SYNTAX_ERROR,
          "table "
              + name
              + " has "
              + query.columns().size()
              + " values for "
              + columnNames.size()
              + " columns",
          null);
    }
    Scope.Relation relation = QueryBinder.relationOf(schema, name, query);
    List<Scope.Column> columns = named(relation.columns(), columnNames);
    return sourceOf(query.rel(), new Scope.Relation(schema, name, columns, -1));
  }

  private Source table(SqlIdentifier identifier, String alias, List<String> columnNames) {
    List<String> names = identifier.names;
    String name = names.get(names.size() - 1);
    String shown = alias == null ? name : alias;
    if (names.size() == 1) {
      Ctes.Definition definition = ctes.find(name);
      if (definition != null) {
        return commonTable(definition, shown, columnNames, identifier);
      }
    }
    List<String> schemas =
        names.size() > 1 ? List.of(names.get(names.size() - 2)) : context.searchPath();
    for (String schema : schemas) {
      Source found = tableIn(schema, name, alias, columnNames, identifier);
      if (found != null) {
        return found;
      }
    }
    Optional<TableFunction> function = tableFunction(identifier);
    if (function.isPresent()) {
      return functionSource(function.get(), List.of(), alias, columnNames, identifier);
    }
    throw context.error(
        identifier,
        ErrorCode.UNDEFINED_TABLE,
        "no such table: " + String.join(".", names),
        NearestName.hint(name, tableNames()));
  }

  private List<String> tableNames() {
    List<String> names = new ArrayList<>();
    context.plan().catalog().tables().forEach(table -> names.add(table.name()));
    context.plan().catalog().views().forEach(view -> names.add(view.name()));
    return names;
  }

  private Source tableIn(
      String schema, String name, String alias, List<String> columnNames, SqlIdentifier node) {
    String shown = alias == null ? name : alias;
    String ownName = Schemas.canonical(schema);
    Optional<TableDef> table = context.plan().catalog().table(ownName, name);
    if (table.isPresent()) {
      context.tableNamed(node, table.get().id(), alias != null);
      context.relationNamed(node, ownName, name);
      return storedTable(table.get(), shown, columnNames);
    }
    Optional<ViewDef> view = context.plan().catalog().view(ownName, name);
    if (view.isPresent()) {
      context.relationNamed(node, ownName, name);
      return view(view.get(), shown, columnNames, node);
    }
    Optional<VirtualRelation> relation = computed(schema, name);
    if (relation.isPresent()) {
      List<Scope.Column> columns = columnsOf(relation.get().columns());
      return sourceOf(
          new VirtualRel(context.cluster(), relation.get()),
          new Scope.Relation(relation.get().schema(), shown, named(columns, columnNames), -1));
    }
    return null;
  }

  /** A system catalog, or a sequence. */
  private Optional<VirtualRelation> computed(String schema, String name) {
    Optional<VirtualRelation> relation = context.plan().relations().relation(schema, name);
    return relation.isPresent()
        ? relation
        : SequenceRelation.find(context.plan().catalog(), schema, name).map(SequenceRow::new);
  }

  private Source storedTable(TableDef table, String shown, List<String> columnNames) {
    context.tables().add(table.id());
    List<Scope.Column> columns = new ArrayList<>();
    for (ColumnDef column : table.columns()) {
      Bound info =
          new Bound(
              Rex.column(0),
              column.type(),
              Affinity.of(column.type()),
              column.collation(),
              false,
              table.id(),
              column.id());
      columns.add(new Scope.Column(column.name(), info, column.hidden()));
    }
    int rowId = -1;
    if (table.primaryKey().size() == 1 && table.primaryKey().get(0).columnId() > 0) {
      int key = table.ordinalOf(table.primaryKey().get(0).columnId());
      rowId = Scope.isRowIdType(table.columns().get(key).type().kind()) ? key : -1;
    }
    return sourceOf(
        new TableRel(context.cluster(), table),
        Scope.Relation.ofTable(table.schema(), shown, named(columns, columnNames), rowId));
  }

  private static List<Scope.Column> columnsOf(List<RelationColumn> columns) {
    List<Scope.Column> result = new ArrayList<>();
    for (RelationColumn column : columns) {
      Bound info =
          Bound.of(Rex.column(0), column.type())
              .withAffinity(Affinity.of(column.type()))
              .withCollation(column.collation(), false);
      result.add(new Scope.Column(column.name(), info, column.hidden()));
    }
    return result;
  }

  private Source view(ViewDef view, String shown, List<String> columnNames, SqlNode node) {
    ViewParser.ParsedView parsed = context.plan().views().parse(view);
    context.enterView(view);
    BoundQuery query = queries.bind(parsed.query(), null, null, Ctes.NONE);
    context.leaveView();
    Source source = source(query, view.schema(), shown, parsed.columnNames(), node);
    List<Scope.Column> columns = source.scope().relations().get(0).columns();
    return sourceOf(
        source.rel(), new Scope.Relation(view.schema(), shown, named(columns, columnNames), -1));
  }

  private Source commonTable(
      Ctes.Definition definition, String shown, List<String> columnNames, SqlNode node) {
    if (definition.workTable() != null) {
      RelNode rel =
          new WorkTableRel(
              context.cluster(), definition.workTable(), definition.workColumns().size());
      BoundQuery query = new BoundQuery(rel, definition.workColumns());
      return source(query, null, shown, columnNames, node);
    }
    if (definition.underway()) {
      throw context.error(
          node, ErrorCode.SYNTAX_ERROR, "circular reference: " + definition.name(), null);
    }
    BoundQuery query = definition.bound();
    if (query == null || !definition.shared() || definition.correlated()) {
      query = bind(definition, node);
    }
    scopeOfReading().readAround(definition);
    RelNode rel =
        definition.shared() && !definition.correlated()
            ? new SharedRel(context.cluster(), definition.sharedQuery())
            : query.rel();
    return source(new BoundQuery(rel, query.columns()), null, shown, columnNames, node);
  }

  private BoundQuery bind(Ctes.Definition definition, SqlNode node) {
    Captures around = definition.captures();
    int known = around == null ? 0 : around.readings().size();
    definition.setUnderway(true);
    try {
      BoundQuery query = new CteBinder(context, queries).bind(definition, node);
      List<RexNode> read =
          around == null ? List.of() : around.readings().subList(known, around.readings().size());
      definition.setBound(query, read);
      return query;
    } finally {
      definition.setUnderway(false);
    }
  }

  private Scope scopeOfReading() {
    return new Scope(context, parent, captures);
  }

  private Optional<TableFunction> tableFunction(SqlIdentifier identifier) {
    List<String> names = identifier.names;
    String schema = names.size() > 1 ? names.get(names.size() - 2) : null;
    return context
        .plan()
        .relations()
        .tableFunction(schema, names.get(names.size() - 1))
        .or(() -> BuiltInTableFunctions.find(names.get(names.size() - 1)));
  }

  private Source function(SqlCall call, String alias, List<String> columnNames) {
    boolean ordinality = call.getOperator() == SqlOperators.WITH_ORDINALITY;
    if (ordinality || call.getOperator() == SqlOperators.ITEM_ROWS) {
      return rowsFrom(call.getOperandList(), ordinality, alias, columnNames);
    }
    String name = FunctionBinder.nameOf(call);
    boolean scalar =
        FunctionRegistry.shared().hasScalar(name)
            && tableFunction(new SqlIdentifier(name, call.getParserPosition())).isEmpty();
    return scalar
        ? scalarSource(call, alias == null ? name : alias, columnNames)
        : functionSource(functionNamed(call), call.getOperandList(), alias, columnNames, call);
  }

  private TableFunction functionNamed(SqlCall call) {
    String name = FunctionBinder.nameOf(call);
    return tableFunction(new SqlIdentifier(name, call.getParserPosition()))
        .orElseThrow(
            () ->
                context.error(
                    call,
                    ErrorCode.UNDEFINED_FUNCTION,
                    "no such table-valued function: " + name,
                    null));
  }

  /** Functions side by side: with the number of the row, or with columns that {@code *} skips. */
  private Source rowsFrom(
      List<SqlNode> calls, boolean ordinality, String alias, List<String> columnNames) {
    List<RowsFrom.Part> parts = new ArrayList<>();
    List<RexNode> arguments = new ArrayList<>();
    for (SqlNode node : calls) {
      SqlCall call = (SqlCall) node;
      TableFunction function = functionNamed(call);
      List<Bound> bound = arguments(function, call.getOperandList(), call);
      parts.add(new RowsFrom.Part(typed(function, bound), bound.size()));
      bound.forEach(argument -> arguments.add(argument.rex()));
    }
    RowsFrom rows = new RowsFrom(parts, ordinality);
    List<Scope.Column> columns = columnsOf(rows.columns());
    boolean oneColumn = ordinality && columns.size() == 2;
    columns =
        named(
            columns,
            columnNames.isEmpty() && alias != null && oneColumn ? List.of(alias) : columnNames);
    if (!ordinality) {
      columns = columns.stream().map(Scope.Column::asHidden).toList();
    }
    return sourceOf(
        new TableFunctionRel(context.cluster(), rows, arguments),
        new Scope.Relation(null, alias == null ? rows.name() : alias, columns, -1));
  }

  /** One row with a function's value, in a column of the function's name or the alias. */
  private Source scalarSource(SqlCall call, String shown, List<String> columnNames) {
    SqlParserPos position = call.getParserPosition();
    SqlNode item =
        SqlStdOperatorTable.AS.createCall(position, call, new SqlIdentifier(shown, position));
    SqlSelect select =
        new SqlSelect(
            position,
            null,
            SqlNodeList.of(item),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    BoundQuery query = queries.bind(select, parent, captures, ctes);
    return source(query, null, shown, columnNames, call);
  }

  private Source functionSource(
      TableFunction function,
      List<SqlNode> arguments,
      String alias,
      List<String> columnNames,
      SqlNode node) {
    List<Bound> bound = arguments(function, arguments, node);
    TableFunction typed = typed(function, bound);
    String shown = alias == null ? function.name() : alias;
    List<Scope.Column> columns = columnsOf(typed.columns());
    if (columnNames.isEmpty() && alias != null && visibleCount(columns) == 1) {
      // PostgreSQL names the only column of a function after its alias.
      columns = named(columns, List.of(alias));
    }
    return sourceOf(
        new TableFunctionRel(context.cluster(), typed, List.of(ExpressionBinder.rexOf(bound))),
        new Scope.Relation(null, shown, named(columns, columnNames), -1));
  }

  private static TableFunction typed(TableFunction function, List<Bound> arguments) {
    return function.forArguments(arguments.stream().map(Bound::type).toList());
  }

  private List<Bound> arguments(TableFunction function, List<SqlNode> arguments, SqlNode node) {
    if (arguments.size() < function.minArguments() || arguments.size() > function.maxArguments()) {
      throw context.error(
          node,
          ErrorCode.UNDEFINED_FUNCTION,
          "wrong number of arguments to table function " + function.name() + "()",
          null);
    }
    ExpressionBinder binder =
        new ExpressionBinder(context, queries, new Scope(context, parent, captures), ctes);
    return binder.bindAll(arguments);
  }

  private static long visibleCount(List<Scope.Column> columns) {
    return columns.stream().filter(column -> !column.hidden()).count();
  }

  private Source join(SqlJoin join) {
    Source left = bind(join.getLeft());
    boolean sideways = mayReadLeft(join.getRight());
    Captures rightCaptures = sideways ? new Captures(context) : captures;
    Scope rightParent = sideways ? left.scope() : parent;
    Source right =
        new FromBinder(context, queries, rightParent, rightCaptures, ctes).bind(join.getRight());
    JoinRelType type = typeOf(join.getJoinType());
    Set<String> common = commonColumns(join, left.scope(), right.scope());
    Scope scope = new Scope(context, parent, captures);
    scope.append(left.scope());
    int leftWidth = left.scope().width();
    Scope rightScope = right.scope();
    scope.append(rightScope);
    List<RexNode> conditions = new ArrayList<>();
    ExpressionBinder binder = new ExpressionBinder(context, queries, scope, ctes);
    for (String name : common) {
      conditions.add(mergeColumn(name, scope, left, rightScope, leftWidth, type, join, binder));
    }
    if (join.getConditionType() == JoinConditionType.ON) {
      conditions.add(binder.condition(join.getCondition()));
    }
    RexNode condition = conditions.isEmpty() ? Rex.literalTrue() : Rex.and(conditions);
    if (sideways && !rightCaptures.isEmpty()) {
      return new Source(lateral(left, right, rightCaptures, type, condition, join), scope);
    }
    return new Source(joined(left.rel(), right.rel(), condition, type), scope);
  }

  /**
   * The join of two inputs. {@code a, b LEFT JOIN c} whose condition does not read {@code a} is
   * {@code a, (b LEFT JOIN c)}, which leaves the planner free to place {@code a}.
   */
  private static RelNode joined(RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    if (type == JoinRelType.LEFT
        && left instanceof LogicalJoin cross
        && cross.getJoinType() == JoinRelType.INNER
        && cross.getCondition().isAlwaysTrue()) {
      int outside = cross.getLeft().getRowType().getFieldCount();
      ImmutableBitSet read = RelOptUtil.InputFinder.bits(condition);
      if (read.isEmpty() || read.nextSetBit(0) >= outside) {
        RexNode shifted = RexUtil.shift(condition, -outside);
        return plainJoin(
            cross.getLeft(),
            plainJoin(cross.getRight(), right, shifted, type),
            cross.getCondition(),
            JoinRelType.INNER);
      }
    }
    return plainJoin(left, right, condition, type);
  }

  private static RelNode plainJoin(
      RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    return LogicalJoin.create(left, right, List.of(), condition, Set.of(), type);
  }

  private RelNode lateral(
      Source left,
      Source right,
      Captures rightCaptures,
      JoinRelType type,
      RexNode condition,
      SqlJoin join) {
    if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
      throw context.error(
          join, ErrorCode.FEATURE_NOT_SUPPORTED, "a lateral join must be INNER or LEFT", null);
    }
    return new LateralRel(
        left.rel(),
        right.rel(),
        rightCaptures.variables(),
        rightCaptures.values(),
        type == JoinRelType.LEFT,
        condition);
  }

  /** Functions and LATERAL subqueries see what stands to their left. */
  private static boolean mayReadLeft(SqlNode node) {
    return switch (node.getKind()) {
      case AS -> mayReadLeft(((SqlCall) node).operand(0));
      case LATERAL, COLLECTION_TABLE, UNNEST -> true;
      default -> node instanceof SqlCall && isFunction(node);
    };
  }

  private static boolean isFunction(SqlNode node) {
    return node.getKind() == SqlKind.OTHER_FUNCTION;
  }

  private static JoinRelType typeOf(JoinType type) {
    return switch (type) {
      case LEFT -> JoinRelType.LEFT;
      case RIGHT -> JoinRelType.RIGHT;
      case FULL -> JoinRelType.FULL;
      default -> JoinRelType.INNER;
    };
  }

  private static Set<String> commonColumns(SqlJoin join, Scope left, Scope right) {
    Set<String> names = new LinkedHashSet<>();
    if (join.isNatural()) {
      for (Scope.Relation relation : left.relations()) {
        for (Scope.Column column : relation.columns()) {
          if (!column.hidden() && hasColumn(right, column.name())) {
            names.add(column.name());
          }
        }
      }
    } else if (join.getConditionType() == JoinConditionType.USING) {
      for (SqlNode name : (SqlNodeList) join.getCondition()) {
        names.add(((SqlIdentifier) name).getSimple());
      }
    }
    return names;
  }

  private static boolean hasColumn(Scope scope, String name) {
    return scope.relations().stream()
        .flatMap(relation -> relation.columns().stream())
        .anyMatch(column -> !column.hidden() && column.name().equalsIgnoreCase(name));
  }

  private RexNode mergeColumn(
      String name,
      Scope joined,
      Source left,
      Scope right,
      int leftWidth,
      JoinRelType type,
      SqlJoin join,
      ExpressionBinder binder) {
    Bound a = left.scope().findHere(name, join);
    Bound b = right.findHere(name, join);
    if (a == null || b == null) {
      throw context.error(
          join,
          ErrorCode.UNDEFINED_COLUMN,
          "cannot join using column " + name + " - column not present in both tables",
          null);
    }
    // The right scope's relations have been moved behind the left ones, its merged columns not.
    if (right.mergedColumn(name) != null) {
      b = b.withRex(RexUtil.shift(b.rex(), leftWidth));
    }
    Bound value =
        switch (type) {
          case RIGHT -> b;
          case FULL -> a.withRex(coalesce(a.rex(), b.rex()));
          default -> a;
        };
    joined.merge(name, value, right);
    return binder.comparisons().compare(SqlKind.EQUALS, a, b).rex();
  }

  private static RexNode coalesce(RexNode a, RexNode b) {
    SimpleOperator operator =
        new SimpleOperator(
            "COALESCE",
            true,
            operands -> {
              Expr first = operands[0];
              Expr second = operands[1];
              return (row, frame) -> {
                Object value = first.eval(row, frame);
                return value != null ? value : second.eval(row, frame);
              };
            });
    return Rex.call(operator, a, b);
  }
}
