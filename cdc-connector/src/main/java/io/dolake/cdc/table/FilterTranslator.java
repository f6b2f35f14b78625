package io.dolake.cdc.table;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Makes predicates of those planner expressions whose meaning is beyond doubt: comparisons of
 * integer, decimal, text (binary order) and date columns with constants, null tests, AND and OR.
 * Everything else is left to Flink.
 */
final class FilterTranslator {
  private final List<LogicalType> columnTypes;

  /** Types of the declared columns, to which field references point by name. */
  private final List<String> columnNames;

  FilterTranslator(List<String> columnNames, List<LogicalType> columnTypes) {
    this.columnNames = columnNames;
    this.columnTypes = columnTypes;
  }

  Optional<RowPredicate> translate(Expression expression) {
    if (!(expression instanceof CallExpression call)) {
      return Optional.empty();
    }
    FunctionDefinition function = call.getFunctionDefinition();
    List<ResolvedExpression> arguments = call.getResolvedChildren();
    if (function == BuiltInFunctionDefinitions.AND) {
      return translateAll(arguments).map(RowPredicate.And::new);
    }
    if (function == BuiltInFunctionDefinitions.OR) {
      return translateAll(arguments).map(RowPredicate.Or::new);
    }
    if (function == BuiltInFunctionDefinitions.IS_NULL) {
      return nullTest(arguments, true);
    }
    if (function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
      return nullTest(arguments, false);
    }
    return operatorOf(function).flatMap(operator -> comparison(operator, arguments));
  }

  private Optional<List<RowPredicate>> translateAll(List<ResolvedExpression> expressions) {
    List<RowPredicate> parts = new ArrayList<>();
    for (ResolvedExpression expression : expressions) {
      Optional<RowPredicate> part = translate(expression);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return Optional.of(parts);
  }

  private Optional<RowPredicate> nullTest(List<ResolvedExpression> arguments, boolean wantsNull) {
    int column = columnOf(arguments.get(0));
    return column < 0
        ? Optional.empty()
        : Optional.of(new RowPredicate.NullTest(column, wantsNull));
  }

  private static Optional<RowPredicate.Operator> operatorOf(FunctionDefinition function) {
    RowPredicate.Operator operator = null;
    if (function == BuiltInFunctionDefinitions.EQUALS) {
      operator = RowPredicate.Operator.EQUAL;
    } else if (function == BuiltInFunctionDefinitions.NOT_EQUALS) {
      operator = RowPredicate.Operator.NOT_EQUAL;
    } else if (function == BuiltInFunctionDefinitions.LESS_THAN) {
      operator = RowPredicate.Operator.LESS;
    } else if (function == BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL) {
      operator = RowPredicate.Operator.LESS_OR_EQUAL;
    } else if (function == BuiltInFunctionDefinitions.GREATER_THAN) {
      operator = RowPredicate.Operator.GREATER;
    } else if (function == BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL) {
      operator = RowPredicate.Operator.GREATER_OR_EQUAL;
    }
    return Optional.ofNullable(operator);
  }

  private Optional<RowPredicate> comparison(
      RowPredicate.Operator operator, List<ResolvedExpression> arguments) {
    ResolvedExpression left = arguments.get(0);
    ResolvedExpression right = arguments.get(1);
    if (left instanceof ValueLiteralExpression) {
      return compare(right, operator.mirrored(), left);
    }
    return compare(left, operator, right);
  }

  private Optional<RowPredicate> compare(
      ResolvedExpression field, RowPredicate.Operator operator, ResolvedExpression constant) {
    int column = columnOf(field);
    if (column < 0 || !(constant instanceof ValueLiteralExpression literal) || literal.isNull()) {
      return Optional.empty();
    }
    return constantOf(columnTypes.get(column), literal)
        .map(value -> new RowPredicate.Comparison(column, operator, value));
  }

  private int columnOf(ResolvedExpression expression) {
    return expression instanceof FieldReferenceExpression field
        ? columnNames.indexOf(field.getName())
        : -1;
  }

  private static Optional<Comparable<?>> constantOf(
      LogicalType type, ValueLiteralExpression literal) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> literal.getValueAs(Byte.class).map(value -> (Comparable<?>) value);
      case SMALLINT -> literal.getValueAs(Short.class).map(value -> (Comparable<?>) value);
      case INTEGER -> literal.getValueAs(Integer.class).map(value -> (Comparable<?>) value);
      case BIGINT -> integer(literal);
      case CHAR, VARCHAR ->
          literal
              .getValueAs(String.class)
              .map(value -> (Comparable<?>) StringData.fromString(value));
      case DECIMAL ->
          literal
              .getValueAs(BigDecimal.class)
              .map(
                  value ->
                      DecimalData.fromBigDecimal(
                          value, Math.max(value.precision(), value.scale()), value.scale()));
      case DATE ->
          literal
              .getValueAs(LocalDate.class)
              .map(value -> (Comparable<?>) (int) value.toEpochDay());
      default -> Optional.empty();
    };
  }

  private static Optional<Comparable<?>> integer(ValueLiteralExpression literal) {
    Optional<Long> wide = literal.getValueAs(Long.class);
    if (wide.isPresent()) {
      return wide.map(value -> (Comparable<?>) value);
    }
    return literal.getValueAs(Integer.class).map(value -> (Comparable<?>) value.longValue());
  }
}
