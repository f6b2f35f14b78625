package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.rel.ParameterOperator;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.RexOperator;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.types.Affinity;
import io.dolake.sql.types.ResultTypes;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;

/** Binds expressions in one scope. */
final class ExpressionBinder {
  private static final RexOperator CASE =
      new SimpleOperator("CASE", true, ExpressionBinder::caseOf);
  private static final RexOperator COALESCE =
      new SimpleOperator("COALESCE", true, ExpressionBinder::coalesceOf);

  private final BindContext context;
  private final QueryBinder queries;
  private final Scope scope;
  private final Ctes ctes;
  private final ComparisonBinder comparisons;
  private final FunctionBinder functions;
  private final Set<String> aliasesUnderway = new HashSet<>();
  private boolean aggregatesAllowed;
  private boolean windowsAllowed;

  ExpressionBinder(BindContext context, QueryBinder queries, Scope scope, Ctes ctes) {
    this.context = context;
    this.queries = queries;
    this.scope = scope;
    this.ctes = ctes;
    this.comparisons = new ComparisonBinder(this, context);
    this.functions = new FunctionBinder(this, context);
  }

  /** Whether aggregates and window functions may stand in what is bound next. */
  ExpressionBinder allow(boolean aggregates, boolean windows) {
    aggregatesAllowed = aggregates;
    windowsAllowed = windows;
    return this;
  }

  boolean aggregatesAllowed() {
    return aggregatesAllowed;
  }

  boolean windowsAllowed() {
    return windowsAllowed;
  }

  FunctionBinder functions() {
    return functions;
  }

  ComparisonBinder comparisons() {
    return comparisons;
  }

  RexNode condition(SqlNode node) {
    return Rex.asCondition(bindCondition(node).rex());
  }

  /** Any value is a condition; a parameter that stands for one takes a truth value. */
  private Bound bindCondition(SqlNode node) {
    infer(node, ColumnType.TRUTH);
    return bind(node);
  }

  Bound bind(SqlNode node) {
    context.enter(node);
    try {
      return bindNode(node);
    } finally {
      context.leave();
    }
  }

  private Bound bindNode(SqlNode node) {
    if (node instanceof SqlLiteral literal) {
      return Literals.bind(literal, context);
    }
    if (node instanceof SqlIdentifier identifier) {
      return identifier(identifier);
    }
    if (node instanceof SqlDynamicParam parameter) {
      ColumnType type = context.parameterType(parameter.getIndex());
      RexNode rex = Rex.call(new ParameterOperator(parameter.getIndex()));
      return Bound.of(rex, type == null ? ColumnType.ANY : type);
    }
    if (node instanceof SqlNodeList list && list.size() == 1) {
      return bind(list.get(0));
    }
    if (QueryBinder.isQuery(node)) {
      return queries.scalarSubquery(node, scope, ctes);
    }
    if (node instanceof SqlCase call) {
      return caseExpression(call);
    }
    if (node instanceof SqlCall call) {
      return call(call);
    }
    throw unsupported(node);
  }

  private Bound call(SqlCall call) {
    switch (call.getKind()) {
      case AND:
      case OR:
        return logic(call);
      case NOT:
        return not(call);
      case EQUALS:
      case NOT_EQUALS:
      case LESS_THAN:
      case LESS_THAN_OR_EQUAL:
      case GREATER_THAN:
      case GREATER_THAN_OR_EQUAL:
      case IS_DISTINCT_FROM:
      case IS_NOT_DISTINCT_FROM:
        return comparisons.compare(call.getKind(), call.operand(0), call.operand(1));
      case BETWEEN:
        return comparisons.between(call);
      case IN:
      case NOT_IN:
        return comparisons.in(call, queries, scope, ctes);
      case SOME:
      case ALL:
        return comparisons.quantified(call, queries, scope, ctes);
      case IS_NULL:
        return isNull(call, false);
      case IS_NOT_NULL:
        return isNull(call, true);
      case IS_TRUE:
        return isTruth(call, true, false);
      case IS_NOT_TRUE:
        return isTruth(call, true, true);
      case IS_FALSE:
        return isTruth(call, false, false);
      case IS_NOT_FALSE:
        return isTruth(call, false, true);
      case EXISTS:
        return queries.existsSubquery(call.operand(0), scope, ctes);
      case SCALAR_QUERY:
        return queries.scalarSubquery(call.operand(0), scope, ctes);
      case ARRAY_QUERY_CONSTRUCTOR:
        return queries.arraySubquery(call.operand(0), scope, ctes);
      case ITEM:
        return item(call);
      case ARRAY_VALUE_CONSTRUCTOR:
        return ArrayBinder.constructor(call, this);
      case CAST:
        return cast(call);
      case AS:
        return bind(call.operand(0));
      case MINUS_PREFIX:
        return minus(call);
      case PLUS_PREFIX:
        return plus(bind(call.operand(0)));
      case FILTER:
      case OVER:
      case WITHIN_GROUP:
        return functions.decorated(call);
      case ROW:
        throw context.error(
            call,
            ErrorCode.SYNTAX_ERROR,
            "row value misused",
            "Compare row values with row values of the same size.");
      default:
        return named(call);
    }
  }

  private Bound named(SqlCall call) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    switch (name) {
      case "COLLATE":
        return collate(call);
      case "==":
        return comparisons.compare(SqlKind.EQUALS, call.operand(0), call.operand(1));
      case "ISNULL":
        return isNull(call, false);
      case "NOTNULL":
        return isNull(call, true);
      case "COALESCE":
      case "IFNULL":
        return call.operandCount() < 2 ? functions.call(call) : coalesce(call);
      case "IIF":
      case "IF":
        return call.operandCount() < 2 ? functions.call(call) : iif(call);
      default:
        boolean isFunction = call.getOperator() instanceof SqlFunction;
        Bound operator = isFunction ? null : Operators.bind(name, call, this);
        return operator != null ? operator : functions.call(call);
    }
  }

  private Bound identifier(SqlIdentifier identifier) {
    if (identifier.isStar()) {
      throw context.error(identifier, ErrorCode.SYNTAX_ERROR, "* is not an expression", null);
    }
    List<String> names = identifier.names;
    String name = names.get(names.size() - 1);
    Bound found =
        names.size() == 1
            ? unqualified(identifier, name)
            : scope.findQualified(names.subList(0, names.size() - 1), name, identifier);
    if (found != null) {
      return found;
    }
    throw context.error(
        identifier,
        ErrorCode.UNDEFINED_COLUMN,
        "no such column: " + String.join(".", names),
        scope.hintFor(identifier));
  }

  private static boolean isQuoted(SqlIdentifier identifier) {
    return identifier.getParserPosition().isQuoted() || identifier.isComponentQuoted(0);
  }

  private Bound unqualified(SqlIdentifier identifier, String name) {
    Bound found = scope.findHere(name, identifier);
    if (found != null) {
      return found;
    }
    SqlNode alias = scope.alias(name);
    if (alias != null && aliasesUnderway.add(Values.lower(name))) {
      try {
        return bind(alias);
      } finally {
        aliasesUnderway.remove(Values.lower(name));
      }
    }
    found = scope.findOutside(name, identifier);
    if (found != null) {
      return found;
    }
    return isQuoted(identifier) ? null : functions.withoutParentheses(identifier);
  }

  private Bound logic(SqlCall call) {
    List<RexNode> operands = new ArrayList<>();
    ColumnType type = ColumnType.TRUTH;
    for (SqlNode operand : flatten(call)) {
      Bound bound = bindCondition(operand);
      operands.add(bound.rex());
      type = bound.type().kind() == TypeKind.BOOLEAN ? ColumnType.BOOLEAN : type;
    }
    RexNode rex = call.getKind() == SqlKind.AND ? Rex.and(operands) : Rex.or(operands);
    return truth(rex, type);
  }

  /** Operands of a chain of the same connective, without recursion down its left side. */
  private static List<SqlNode> flatten(SqlCall call) {
    List<SqlNode> operands = new ArrayList<>();
    SqlNode left = call;
    while (left instanceof SqlCall chain
        && chain.getKind() == call.getKind()
        && chain.operandCount() == 2) {
      operands.add(0, chain.operand(1));
      left = chain.operand(0);
    }
    operands.add(0, left);
    return operands;
  }

  private Bound not(SqlCall call) {
    Bound operand = bindCondition(call.operand(0));
    ColumnType type =
        operand.type().kind() == TypeKind.BOOLEAN ? ColumnType.BOOLEAN : ColumnType.TRUTH;
    return truth(Folding.not(operand.rex()), type);
  }

  /** A truth value; one made of BOOLEAN operands is a BOOLEAN itself. */
  static Bound truth(RexNode rex, ColumnType type) {
    return Bound.of(type.kind() == TypeKind.BOOLEAN ? Rex.asBoolean(rex) : rex, type);
  }

  private Bound isNull(SqlCall call, boolean negated) {
    if (call.operand(0).getKind() == SqlKind.ROW) {
      return comparisons.rowIsNull(call, negated);
    }
    RexOperator operator =
        new SimpleOperator(
            negated ? "IS NOT NULL" : "IS NULL",
            true,
            operands -> Conditions.isNull(negated, operands[0]));
    return Bound.of(Folding.condition(operator, bind(call.operand(0)).rex()), ColumnType.TRUTH);
  }

  private Bound isTruth(SqlCall call, boolean wanted, boolean negated) {
    RexOperator operator =
        new SimpleOperator(
            "IS " + (negated ? "NOT " : "") + wanted,
            true,
            operands -> Conditions.isTruth(wanted, negated, operands[0]));
    RexNode operand = bindCondition(call.operand(0)).rex();
    return Bound.of(Folding.condition(operator, operand), ColumnType.TRUTH);
  }

  private Bound minus(SqlCall call) {
    if (call.operand(0) instanceof SqlLiteral literal) {
      Bound smallest = Literals.smallestInteger(literal);
      if (smallest != null) {
        return smallest;
      }
    }
    return Operators.negate(bind(call.operand(0)));
  }

  private static Bound plus(Bound operand) {
    return operand.withAffinity(Affinity.NONE).withType(ResultTypes.asOperand(operand.type()));
  }

  private Bound collate(SqlCall call) {
    Bound operand = bind(call.operand(0));
    SqlNode name = call.operand(1);
    String text =
        name instanceof SqlIdentifier identifier
            ? identifier.names.get(identifier.names.size() - 1)
            : name.toString();
    return operand.withCollation(collation(text, name), true);
  }

  private Collation collation(String name, SqlNode node) {
    switch (name.toUpperCase(Locale.ROOT)) {
      case "BINARY", "DEFAULT", "C", "POSIX":
        return Collation.BINARY;
      case "NOCASE":
        return Collation.NOCASE;
      case "RTRIM":
        return Collation.RTRIM;
      default:
        throw context.error(
            node,
            ErrorCode.UNDEFINED_OBJECT,
            "no such collation sequence: " + name,
            "There are BINARY, NOCASE and RTRIM.");
    }
  }

  private Bound item(SqlCall call) {
    List<Bound> operands = bindAll(call.getOperandList());
    return operands.get(0).type().isArray()
        ? ArrayBinder.item(operands.get(0), operands.get(1))
        : functions.scalar("item", operands, call);
  }

  Bound timeZone(SqlCall call) {
    List<Bound> arguments = List.of(bind(call.operand(1)), bind(call.operand(0)));
    infer(call.operand(1), ColumnType.TEXT);
    return functions.scalar("timezone", arguments, call);
  }

  /** An object's id that was made from its name, as {@code 't'::regclass}, is the name again. */
  private Bound named(SqlNode written, Bound id) {
    if (!(written instanceof SqlCall call)
        || call.getKind() != SqlKind.CAST
        || !(call.operand(1) instanceof SqlDataTypeSpec spec)
        || id.type().kind() != TypeKind.INTEGER) {
      return id;
    }
    CastType type = CastType.of(spec);
    return type.isObjectName()
        ? functions.scalar(Values.lower(type.name()), List.of(id), call)
        : id;
  }

  private Bound cast(SqlCall call) {
    if (!(call.operand(1) instanceof SqlDataTypeSpec spec)) {
      throw unsupported(call);
    }
    if (IntervalBinder.isInterval(call)) {
      throw IntervalBinder.misplaced(call, context);
    }
    CastType target = CastType.of(spec);
    if (target.isObjectName()) {
      return functions.scalar(Values.lower(target.name()), List.of(bind(call.operand(0))), call);
    }
    Bound operand = bind(call.operand(0));
    if (call.operand(0) instanceof SqlDynamicParam parameter) {
      context.inferParameterType(parameter.getIndex(), target.type());
    }
    if (target.type().isArray()) {
      return ArrayBinder.cast(operand, target.type());
    }
    if (operand.type().isArray() && target.type().kind() == TypeKind.TEXT) {
      operand = ArrayBinder.text(operand);
    }
    if (target.type().kind() == TypeKind.TEXT) {
      operand = named(call.operand(0), operand);
    }
    RexOperator operator =
        new SimpleOperator(
            "CAST " + target.digest(),
            true,
            operands -> {
              Expr value = operands[0];
              return (row, frame) -> target.apply(value.eval(row, frame));
            });
    return Bound.of(Folding.call(operator, operand.rex()), target.type())
        .withAffinity(target.affinity())
        .withCollation(operand.collation(), operand.explicitCollation());
  }

  private Bound caseExpression(SqlCase call) {
    SqlNode value = call.getValueOperand();
    Bound operand = value == null ? null : bind(value);
    List<RexNode> conditions = new ArrayList<>();
    List<Bound> results = new ArrayList<>();
    for (int i = 0; i < call.getWhenOperands().size(); i++) {
      SqlNode when = call.getWhenOperands().get(i);
      conditions.add(
          operand == null
              ? bindCondition(when).rex()
              : comparisons.compare(SqlKind.EQUALS, operand, bind(when)).rex());
      results.add(bind(call.getThenOperands().get(i)));
    }
    if (call.getElseOperand() != null) {
      results.add(bind(call.getElseOperand()));
    }
    return caseOf(conditions, results);
  }

  private Bound coalesce(SqlCall call) {
    List<Bound> operands = bindAll(call.getOperandList());
    ColumnType type = Operators.commonType(operands);
    RexNode[] values =
        operands.stream().map(each -> Operators.resultOf(type, each)).toArray(RexNode[]::new);
    return Bound.of(Folding.call(COALESCE, values), type);
  }

  private Bound iif(SqlCall call) {
    List<Bound> operands = bindAll(call.getOperandList());
    return caseOf(List.of(operands.get(0).rex()), operands.subList(1, operands.size()));
  }

  /** The result of the first condition that is true, or the one beyond them; NULL without one. */
  private static Bound caseOf(List<RexNode> conditions, List<Bound> results) {
    ColumnType type = Operators.commonType(results);
    List<RexNode> operands = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (i < conditions.size()) {
        operands.add(conditions.get(i));
      }
      operands.add(Operators.resultOf(type, results.get(i)));
    }
    return Bound.of(Folding.call(CASE, operands.toArray(RexNode[]::new)), type);
  }

  List<Bound> bindAll(List<SqlNode> nodes) {
    List<Bound> bound = new ArrayList<>();
    for (SqlNode node : nodes) {
      bound.add(bind(node));
    }
    return bound;
  }

  static RexNode[] rexOf(List<Bound> bound) {
    return bound.stream().map(Bound::rex).toArray(RexNode[]::new);
  }

  /** Infers the type of an operand that is a parameter without one. */
  void infer(SqlNode node, ColumnType type) {
    if (node instanceof SqlDynamicParam parameter && type.kind() != TypeKind.ANY) {
      context.inferParameterType(parameter.getIndex(), type);
    }
  }

  /** Fails for times, which count as the number that their text begins with: the year. */
  void requireNumbers(SqlCall call, Bound left, Bound right) {
    if (isTime(left.type()) || isTime(right.type())) {
      throw context.error(
          call,
          ErrorCode.DATATYPE_MISMATCH,
          "cannot calculate with a time or timestamp",
          "Add or subtract an INTERVAL '...'; for a difference use timediff(a, b), or"
              + " extract(epoch FROM a) - extract(epoch FROM b) in seconds.");
    }
  }

  private static boolean isTime(ColumnType type) {
    return switch (type.kind()) {
      case TIME, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }

  /** Several values: those of a row value, or of the single expression. */
  List<Bound> bindRow(SqlNode node) {
    if (node instanceof SqlCall call && call.getKind() == SqlKind.ROW) {
      return bindAll(call.getOperandList());
    }
    if (QueryBinder.isQuery(node)) {
      return queries.rowSubquery(node, scope, ctes);
    }
    return List.of(bind(node));
  }

  RuntimeException unsupported(SqlNode node) {
    return context.error(node, ErrorCode.FEATURE_NOT_SUPPORTED, "not supported: " + node, null);
  }

  /** WHEN and THEN in turn, and ELSE when the number of operands is odd; evaluated as needed. */
  private static Expr caseOf(Expr[] operands) {
    return (row, frame) -> {
      int i = 0;
      for (; i + 1 < operands.length; i += 2) {
        if (operands[i].test(row, frame)) {
          return operands[i + 1].eval(row, frame);
        }
      }
      return i < operands.length ? operands[i].eval(row, frame) : null;
    };
  }

  private static Expr coalesceOf(Expr[] operands) {
    return (row, frame) -> {
      for (Expr operand : operands) {
        Object value = operand.eval(row, frame);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }
}
