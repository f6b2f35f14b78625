package io.dolake.sql.types;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import java.util.List;

/** Static types of expressions from those of their operands. */
public final class ResultTypes {
  private ResultTypes() {}

  /**
   * The type that values of several types have in common. Truth values beside booleans are BOOLEAN,
   * and beside other integers INTEGER.
   */
  public static ColumnType common(List<ColumnType> types) {
    ColumnType common = types.isEmpty() ? ColumnType.ANY : types.get(0);
    for (ColumnType type : types) {
      if (!type.equals(common)) {
        common = common(common, type);
      }
    }
    return common;
  }

  private static ColumnType common(ColumnType a, ColumnType b) {
    if (isTruth(a) && isTruth(b)) {
      return ColumnType.BOOLEAN;
    }
    boolean integers = a.kind() == TypeKind.INTEGER && b.kind() == TypeKind.INTEGER;
    if (a.isNumber() && b.isNumber() && !integers) {
      return ColumnType.NUMBER;
    }
    return a.kind() == b.kind() ? new ColumnType(a.kind(), 0, 0) : ColumnType.ANY;
  }

  private static boolean isTruth(ColumnType type) {
    return type.kind() == TypeKind.BOOLEAN || type.equals(ColumnType.TRUTH);
  }

  /** The type that values are calculated with as: object ids and truth values are integers. */
  public static ColumnType asOperand(ColumnType type) {
    return type.kind() == TypeKind.INTEGER ? ColumnType.INTEGER : type;
  }

  /** The type of a number's negation, sum and the like; ANY for what need not be a number. */
  public static ColumnType ofNumber(ColumnType type) {
    return type.isNumber() ? asOperand(type) : ColumnType.ANY;
  }

  /** The type of {@code a op b} for one of {@code + - * / %}. */
  public static ColumnType arithmetic(String operator, ColumnType a, ColumnType b) {
    boolean dates = a.kind() == TypeKind.DATE || b.kind() == TypeKind.DATE;
    if (dates && (operator.equals("+") || operator.equals("-"))) {
      return dateArithmetic(operator, a.kind(), b.kind());
    }
    if (!a.isNumber() || !b.isNumber()) {
      return ColumnType.ANY;
    }
    if (a.kind() == TypeKind.REAL || b.kind() == TypeKind.REAL) {
      return ColumnType.REAL;
    }
    return a.kind() == TypeKind.INTEGER && b.kind() == TypeKind.INTEGER
        ? ColumnType.INTEGER
        : ColumnType.NUMBER;
  }

  private static ColumnType dateArithmetic(String operator, TypeKind a, TypeKind b) {
    if (a == b) {
      return operator.equals("-") ? ColumnType.INTEGER : ColumnType.ANY;
    }
    boolean days =
        a == TypeKind.DATE && b == TypeKind.INTEGER
            || operator.equals("+") && a == TypeKind.INTEGER && b == TypeKind.DATE;
    return days ? ColumnType.DATE : ColumnType.ANY;
  }
}
