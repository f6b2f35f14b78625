package io.dolake.sql.plan.bind;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.Json;
import io.dolake.sql.function.JsonOperators;
import io.dolake.sql.function.Like;
import io.dolake.sql.function.Regex;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.ResultTypes;
import io.dolake.sql.types.TextForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;

/** Arithmetic, text and pattern operators. */
final class Operators {
  private static final Map<String, BinaryOperator<Object>> ARITHMETIC =
      Map.of(
          "+", Arithmetic::add,
          "-", Arithmetic::subtract,
          "*", Arithmetic::multiply,
          "/", Arithmetic::divide,
          "%", Arithmetic::remainder);
  private static final Map<String, BinaryOperator<Object>> INTEGER =
      Map.of(
          "&", Arithmetic::bitAnd,
          "|", Arithmetic::bitOr,
          "<<", Arithmetic::shiftLeft,
          ">>", Arithmetic::shiftRight);

  private Operators() {}

  /** The operator's call, or null if it is none of ours. */
  static Bound bind(String name, SqlCall call, ExpressionBinder binder) {
    if (call.operandCount() == 1) {
      return name.equals("~")
          ? unary("~", Arithmetic::bitNot, binder.bind(call.operand(0)), ColumnType.INTEGER)
          : null;
    }
    if (call.operandCount() < 2 || call.operandCount() > 3) {
      return null;
    }
    if (ARITHMETIC.containsKey(name)) {
      Bound moved =
          name.equals("+") || name.equals("-") ? IntervalBinder.bind(name, call, binder) : null;
      if (moved != null) {
        return moved;
      }
      Bound left = binder.bind(call.operand(0));
      Bound right = binder.bind(call.operand(1));
      binder.requireNumbers(call, left, right);
      binder.infer(call.operand(0), ResultTypes.asOperand(right.type()));
      binder.infer(call.operand(1), ResultTypes.asOperand(left.type()));
      return binary(name, ARITHMETIC.get(name), left, right, arithmeticType(name, left, right));
    }
    if (INTEGER.containsKey(name)) {
      List<Bound> operands = binder.bindAll(call.getOperandList());
      return binary(name, INTEGER.get(name), operands.get(0), operands.get(1), ColumnType.INTEGER);
    }
    switch (name) {
      case "||":
        return concat(binder.bindAll(call.getOperandList()));
      case "AT TIME ZONE":
        return binder.timeZone(call);
      case "->":
        return json("->", binder.bindAll(call.getOperandList()), ColumnType.JSON);
      case "#>":
        return jsonAt(call, binder, JsonOperators::extractJsonAt, ColumnType.JSON);
      case "#>>":
        return jsonAt(call, binder, JsonOperators::extractTextAt, ColumnType.TEXT);
      case "@>":
        return ArrayBinder.containment(name, call.operand(0), call.operand(1), binder);
      case "<@":
        return ArrayBinder.containment("@>", call.operand(1), call.operand(0), binder);
      case "&&":
        return ArrayBinder.containment(name, call.operand(0), call.operand(1), binder);
      case "->>":
        return json("->>", binder.bindAll(call.getOperandList()), ColumnType.ANY);
      default:
        return pattern(name, call, binder);
    }
  }

  private static Bound pattern(String name, SqlCall call, ExpressionBinder binder) {
    boolean negated = name.startsWith("NOT ") || name.startsWith("!");
    Matcher matcher =
        switch (negated && name.startsWith("NOT ") ? name.substring(4) : name) {
          case "LIKE", "ILIKE" -> Like::matches;
          case "~~", "~~*", "!~~", "!~~*" -> Like::matches;
          case "GLOB" -> (pattern, text, escape) -> Like.globMatches(pattern, text);
          case "REGEXP", "~", "!~" -> (pattern, text, escape) -> Regex.find(pattern, text, false);
          case "~*", "!~*" -> (pattern, text, escape) -> Regex.find(pattern, text, true);
          default -> null;
        };
    if (matcher == null) {
      return null;
    }
    List<Bound> operands = binder.bindAll(call.getOperandList());
    binder.infer(call.operand(0), ColumnType.TEXT);
    binder.infer(call.operand(1), ColumnType.TEXT);
    SimpleOperator operator = new SimpleOperator(name, true, args -> match(matcher, negated, args));
    RexNode rex = Folding.condition(operator, ExpressionBinder.rexOf(operands));
    return Bound.of(rex, ColumnType.TRUTH);
  }

  /** One way of matching a text against a pattern. */
  private interface Matcher {
    boolean matches(String pattern, String text, int escape);
  }

  private static Expr match(Matcher matcher, boolean negated, Expr[] operands) {
    Expr textExpr = operands[0];
    Expr patternExpr = operands[1];
    Expr escapeExpr = operands.length > 2 ? operands[2] : null;
    return (row, frame) -> {
      Object text = textExpr.eval(row, frame);
      Object pattern = patternExpr.eval(row, frame);
      if (text == null || pattern == null) {
        return null;
      }
      int escape = -1;
      if (escapeExpr != null) {
        Object character = escapeExpr.eval(row, frame);
        if (character == null) {
          return null;
        }
        escape = Like.escapeOf(TextForm.of(character));
      }
      boolean matches = matcher.matches(TextForm.of(pattern), TextForm.of(text), escape);
      return Conditions.of(matches != negated);
    };
  }

  private static Bound concat(List<Bound> operands) {
    if (operands.stream().anyMatch(operand -> operand.type().isArray())) {
      return ArrayBinder.concat(operands.get(0), operands.get(1));
    }
    boolean json = operands.stream().allMatch(operand -> operand.type().kind() == TypeKind.JSON);
    if (json) {
      return binary("|| JSON", Json::concat, operands.get(0), operands.get(1), ColumnType.JSON);
    }
    return binary("||", Arithmetic::concat, operands.get(0), operands.get(1), ColumnType.TEXT);
  }

  private static Bound json(String name, List<Bound> operands, ColumnType type) {
    BinaryOperator<Object> body =
        name.equals("->") ? JsonOperators::extractJson : JsonOperators::extractValue;
    return binary(name, body, operands.get(0), operands.get(1), type);
  }

  private static Bound jsonAt(
      SqlCall call, ExpressionBinder binder, BinaryOperator<Object> body, ColumnType type) {
    binder.infer(call.operand(1), ColumnType.arrayOf(TypeKind.TEXT));
    String name = call.getOperator().getName();
    List<Bound> operands = binder.bindAll(call.getOperandList());
    return binary(name, body, operands.get(0), operands.get(1), type);
  }

  static Bound negate(Bound operand) {
    return unary("-", Arithmetic::negate, operand, ResultTypes.ofNumber(operand.type()));
  }

  private static Bound unary(
      String name, UnaryOperator<Object> body, Bound operand, ColumnType type) {
    SimpleOperator operator =
        new SimpleOperator(
            name,
            true,
            operands -> {
              Expr value = operands[0];
              return (row, frame) -> body.apply(value.eval(row, frame));
            });
    return Bound.of(Folding.call(operator, operand.rex()), type);
  }

  private static Bound binary(
      String name, BinaryOperator<Object> body, Bound left, Bound right, ColumnType type) {
    SimpleOperator operator =
        new SimpleOperator(
            name,
            true,
            operands -> {
              Expr a = operands[0];
              Expr b = operands[1];
              return (row, frame) -> body.apply(a.eval(row, frame), b.eval(row, frame));
            });
    return Bound.of(Folding.call(operator, left.rex(), right.rex()), type);
  }

  private static ColumnType arithmeticType(String name, Bound left, Bound right) {
    if (left.isNullConstant() || right.isNullConstant()) {
      return ResultTypes.ofNumber(left.isNullConstant() ? right.type() : left.type());
    }
    return ResultTypes.arithmetic(name, left.type(), right.type());
  }

  /** One of several results of a common type: a truth value among booleans becomes one. */
  static RexNode resultOf(ColumnType common, Bound result) {
    boolean truth = common.kind() == TypeKind.BOOLEAN && result.type().equals(ColumnType.TRUTH);
    return truth ? Rex.asBoolean(result.rex()) : result.rex();
  }

  /** The type several results have in common, constants NULL aside. */
  static ColumnType commonType(List<Bound> results) {
    List<ColumnType> types = new ArrayList<>();
    for (Bound result : results) {
      if (!result.isNullConstant()) {
        types.add(result.type());
      }
    }
    return ResultTypes.common(types);
  }
}
