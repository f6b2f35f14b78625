package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.error.NearestName;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.window.WindowFunctions;
import io.dolake.sql.exec.window.WindowSpec;
import io.dolake.sql.function.AggregateDef;
import io.dolake.sql.function.FunctionDef;
import io.dolake.sql.function.FunctionRegistry;
import io.dolake.sql.plan.rel.AggregateCallOperator;
import io.dolake.sql.plan.rel.AggregateCallOperator.AggregateSpec;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.WindowCallOperator;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWindow;

/** Binds calls of scalar, aggregate and window functions. */
final class FunctionBinder {
  private static final Set<String> WITHOUT_PARENTHESES =
      Set.of(
          "current_date",
          "current_time",
          "current_timestamp",
          "localtime",
          "localtimestamp",
          "current_user",
          "session_user",
          "user",
          "current_schema",
          "current_catalog",
          "current_role");

  private final ExpressionBinder expressions;
  private final BindContext context;
  private final FunctionRegistry registry = FunctionRegistry.shared();
  private List<SqlWindow> namedWindows = List.of();
  private boolean insideAggregate;

  FunctionBinder(ExpressionBinder expressions, BindContext context) {
    this.expressions = expressions;
    this.context = context;
  }

  void useWindows(List<SqlWindow> windows) {
    namedWindows = windows;
  }

  /** A function whose name alone calls it, such as {@code current_date}; null for other names. */
  Bound withoutParentheses(SqlIdentifier identifier) {
    String name = Values.lower(identifier.getSimple());
    if (!WITHOUT_PARENTHESES.contains(name)) {
      return null;
    }
    return scalar(name, List.of(), identifier);
  }

  Bound call(SqlCall call) {
    String name = nameOf(call);
    List<SqlNode> arguments = call.getOperandList();
    AggregateDef aggregate = aggregateFor(name, call);
    if (aggregate != null) {
      return aggregate(new Decorated(call, null, null), aggregate);
    }
    if (WindowFunctions.isWindowOnly(name)) {
      throw context.error(
          call, ErrorCode.WINDOWING_ERROR, "misuse of window function " + name + "()", "Add OVER.");
    }
    if (call.getFunctionQuantifier() != null) {
      throw context.error(
          call,
          ErrorCode.SYNTAX_ERROR,
          "DISTINCT is only for aggregate functions, which " + name + "() is not",
          null);
    }
    typeParameters(registry.scalar(name, arguments.size()), arguments);
    return scalar(name, expressions.bindAll(arguments), call);
  }

  private void typeParameters(FunctionDef function, List<SqlNode> arguments) {
    if (function == null || function.argumentType() == null) {
      return;
    }
    for (SqlNode argument : arguments) {
      if (argument instanceof SqlDynamicParam parameter) {
        context.inferParameterType(parameter.getIndex(), function.argumentType());
      }
    }
  }

  Bound scalar(String name, List<Bound> arguments, SqlNode node) {
    FunctionDef function = registry.scalar(name, arguments.size());
    if (function == null) {
      throw registry.hasScalar(name) || registry.aggregate(name) != null
          ? context.error(
              node,
              ErrorCode.UNDEFINED_FUNCTION,
              "wrong number of arguments to function " + name + "()",
              null)
          : context.error(
              node,
              ErrorCode.UNDEFINED_FUNCTION,
              "no such function: " + name,
              NearestName.hint(name, registry.names()));
    }
    List<ColumnType> types = arguments.stream().map(Bound::type).toList();
    FunctionOperator operator = new FunctionOperator(function, types);
    RexNode rex = Folding.call(operator, ExpressionBinder.rexOf(arguments));
    return Bound.of(rex, function.returnType().of(types));
  }

  private AggregateDef aggregateFor(String name, SqlCall call) {
    AggregateDef aggregate = registry.aggregate(name);
    boolean scalarWins =
        aggregate == null
            || (!aggregate.accepts(call.operandCount())
                && registry.scalar(name, call.operandCount()) != null);
    return scalarWins ? null : aggregate;
  }

  static String nameOf(SqlCall call) {
    if (call.getOperator() instanceof SqlFunction function && function.getSqlIdentifier() != null) {
      List<String> names = function.getSqlIdentifier().names;
      return Values.lower(names.get(names.size() - 1));
    }
    return Values.lower(call.getOperator().getName());
  }

  /** A call with what stands around it. */
  private record Decorated(SqlCall call, SqlNode filter, SqlNodeList orderBy) {}

  private static Decorated undecorate(SqlNode node, SqlNode filter, SqlNodeList orderBy) {
    SqlCall call = (SqlCall) node;
    return switch (call.getKind()) {
      case FILTER -> undecorate(call.operand(0), call.operand(1), orderBy);
      case WITHIN_GROUP -> undecorate(call.operand(0), filter, call.operand(1));
      default -> new Decorated(call, filter, orderBy);
    };
  }

  /** A call with FILTER, WITHIN GROUP (or ORDER BY inside) or OVER. */
  Bound decorated(SqlCall call) {
    if (call.getKind() == SqlKind.OVER) {
      return window(undecorate(call.operand(0), null, null), call.operand(1));
    }
    Decorated decorated = undecorate(call, null, null);
    AggregateDef aggregate = aggregateFor(nameOf(decorated.call()), decorated.call());
    if (aggregate == null) {
      throw context.error(
          call,
          ErrorCode.SYNTAX_ERROR,
          "FILTER and ORDER BY are only for aggregate functions, which "
              + nameOf(decorated.call())
              + "() is not",
          null);
    }
    return aggregate(decorated, aggregate);
  }

  private Bound aggregate(Decorated decorated, AggregateDef aggregate) {
    SqlCall call = decorated.call();
    if (!expressions.aggregatesAllowed() || insideAggregate) {
      throw context.error(
          call,
          ErrorCode.GROUPING_ERROR,
          "misuse of aggregate: " + aggregate.name() + "()",
          "Aggregates may stand in SELECT, HAVING and ORDER BY, and not inside each other.");
    }
    insideAggregate = true;
    try {
      List<Bound> arguments = arguments(call, aggregate);
      List<RexNode> operands = new ArrayList<>(List.of(ExpressionBinder.rexOf(arguments)));
      List<Boolean> descending = new ArrayList<>();
      if (decorated.orderBy() != null) {
        for (SqlNode item : decorated.orderBy()) {
          SortItem sort = SortItem.of(item);
          Bound key = expressions.bind(sort.expression());
          operands.add(Folding.collationKey(key.effectiveCollation(), key.rex()));
          descending.add(sort.descending());
        }
      }
      if (decorated.filter() != null) {
        operands.add(expressions.bind(decorated.filter()).rex());
      }
      AggregateSpec spec =
          new AggregateSpec(
              aggregate,
              isDistinct(call),
              arguments.isEmpty() ? Collation.BINARY : arguments.get(0).effectiveCollation(),
              arguments.stream().map(Bound::type).toList(),
              descending,
              decorated.filter() != null);
      return result(
          Rex.call(new AggregateCallOperator(spec), operands), aggregate, spec.argumentTypes());
    } finally {
      insideAggregate = false;
    }
  }

  private static Bound result(RexNode rex, AggregateDef aggregate, List<ColumnType> types) {
    return Bound.of(rex, aggregate.returnType().of(types));
  }

  private static boolean isDistinct(SqlCall call) {
    SqlLiteral quantifier = call.getFunctionQuantifier();
    return quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT;
  }

  private List<Bound> arguments(SqlCall call, AggregateDef aggregate) {
    boolean star =
        call.operandCount() == 1
            && call.operand(0) instanceof SqlIdentifier identifier
            && identifier.isStar();
    List<Bound> arguments = star ? List.of() : expressions.bindAll(call.getOperandList());
    if (!aggregate.accepts(arguments.size()) || (star && !aggregate.name().equals("count"))) {
      throw context.error(
          call,
          ErrorCode.UNDEFINED_FUNCTION,
          "wrong number of arguments to function " + aggregate.name() + "()",
          null);
    }
    if (isDistinct(call) && arguments.size() != 1) {
      throw context.error(
          call, ErrorCode.SYNTAX_ERROR, "DISTINCT aggregates must have exactly one argument", null);
    }
    return arguments;
  }

  private Bound window(Decorated decorated, SqlNode windowNode) {
    SqlCall call = decorated.call();
    String name = nameOf(call);
    AggregateDef aggregate = aggregateFor(name, call);
    if (!expressions.windowsAllowed() || insideAggregate) {
      throw context.error(
          call,
          ErrorCode.WINDOWING_ERROR,
          "misuse of window function " + name + "()",
          "Window functions may stand in SELECT and ORDER BY only.");
    }
    if (aggregate == null && !WindowFunctions.accepts(name, call.operandCount())) {
      throw context.error(
          call,
          ErrorCode.WINDOWING_ERROR,
          name + "() may not be used as a window function with these arguments",
          null);
    }
    expressions.allow(expressions.aggregatesAllowed(), false);
    try {
      return windowCall(decorated, name, aggregate, windowNode);
    } finally {
      expressions.allow(expressions.aggregatesAllowed(), true);
    }
  }

  private Bound windowCall(
      Decorated decorated, String name, AggregateDef aggregate, SqlNode windowNode) {
    SqlCall call = decorated.call();
    List<Bound> arguments =
        aggregate != null ? arguments(call, aggregate) : expressions.bindAll(call.getOperandList());
    List<RexNode> operands = new ArrayList<>(List.of(ExpressionBinder.rexOf(arguments)));
    if (decorated.filter() != null) {
      operands.add(expressions.bind(decorated.filter()).rex());
    }
    WindowDefinition window = WindowDefinition.resolve(windowNode, namedWindows, context);
    for (SqlNode key : window.partitionBy()) {
      Bound bound = expressions.bind(key);
      operands.add(Folding.collationKey(bound.effectiveCollation(), bound.rex()));
    }
    boolean byValue = window.frame().unit() == WindowSpec.Unit.RANGE && !window.offsets().isEmpty();
    if (byValue && window.orderBy().size() != 1) {
      throw context.error(
          windowNode,
          ErrorCode.WINDOWING_ERROR,
          "RANGE with an offset PRECEDING or FOLLOWING requires one ORDER BY expression",
          null);
    }
    List<WindowSpec.Direction> order = new ArrayList<>();
    for (SqlNode item : window.orderBy()) {
      SortItem sort = SortItem.of(item);
      Bound key = expressions.bind(sort.expression());
      operands.add(Folding.collationKey(key.effectiveCollation(), key.rex()));
      order.add(new WindowSpec.Direction(sort.descending(), sort.nullsFirst()));
    }
    for (SqlNode offset : window.offsets()) {
      operands.add(expressions.bind(offset).rex());
    }
    List<ColumnType> types = arguments.stream().map(Bound::type).toList();
    WindowSpec spec =
        new WindowSpec(
            name,
            aggregate,
            arguments.isEmpty() ? Collation.BINARY : arguments.get(0).effectiveCollation(),
            isDistinct(call),
            types,
            decorated.filter() != null,
            window.partitionBy().size(),
            order,
            window.frame());
    RexNode rex = Rex.call(new WindowCallOperator(spec), operands);
    return aggregate != null
        ? result(rex, aggregate, types)
        : Bound.of(rex, WindowFunctions.typeOf(name, types));
  }
}
