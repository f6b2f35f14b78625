package io.dolake.sql.expr;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.types.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlKind;

/** Comparisons and three-valued logic; results are 1, 0 or NULL. */
public final class Conditions {
  private static final Long TRUE = 1L;
  private static final Long FALSE = 0L;

  private Conditions() {}

  public static Long of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** A comparison of two operands whose affinities have been applied. */
  public static Expr compare(SqlKind kind, Collation collation, Expr left, Expr right) {
    return new Expr() {
      @Override
      public Object eval(Object[] row, Frame frame) {
        Object a = left.eval(row, frame);
        Object b = right.eval(row, frame);
        return a == null || b == null ? null : of(holds(kind, Values.compare(a, b, collation)));
      }

      @Override
      public boolean test(Object[] row, Frame frame) {
        Object a = left.eval(row, frame);
        Object b = right.eval(row, frame);
        return a != null && b != null && holds(kind, Values.compare(a, b, collation));
      }
    };
  }

  /** IS and IS NOT: NULL equals NULL and the result is never NULL. */
  public static Expr is(boolean negated, Collation collation, Expr left, Expr right) {
    return (row, frame) -> {
      Object a = left.eval(row, frame);
      Object b = right.eval(row, frame);
      boolean same = Values.compareNullsFirst(a, b, collation) == 0;
      return of(same != negated);
    };
  }

  public static Expr and(Expr[] operands) {
    return new Expr() {
      @Override
      public Object eval(Object[] row, Frame frame) {
        boolean unknown = false;
        for (Expr operand : operands) {
          Object value = operand.eval(row, frame);
          if (value == null) {
            unknown = true;
          } else if (!Values.isTrue(value)) {
            return FALSE;
          }
        }
        return unknown ? null : TRUE;
      }

      @Override
      public boolean test(Object[] row, Frame frame) {
        for (Expr operand : operands) {
          if (!operand.test(row, frame)) {
            return false;
          }
        }
        return true;
      }
    };
  }

  public static Expr or(Expr[] operands) {
    return new Expr() {
      @Override
      public Object eval(Object[] row, Frame frame) {
        boolean unknown = false;
        for (Expr operand : operands) {
          Object value = operand.eval(row, frame);
          if (value == null) {
            unknown = true;
          } else if (Values.isTrue(value)) {
            return TRUE;
          }
        }
        return unknown ? null : FALSE;
      }

      @Override
      public boolean test(Object[] row, Frame frame) {
        for (Expr operand : operands) {
          if (operand.test(row, frame)) {
            return true;
          }
        }
        return false;
      }
    };
  }

  public static Expr not(Expr operand) {
    return (row, frame) -> {
      Object value = operand.eval(row, frame);
      return value == null ? null : of(!Values.isTrue(value));
    };
  }

  /** IS TRUE, IS FALSE and their negations. */
  public static Expr isTruth(boolean wanted, boolean negated, Expr operand) {
    return (row, frame) -> {
      Object value = operand.eval(row, frame);
      boolean matches = value != null && Values.isTrue(value) == wanted;
      return of(matches != negated);
    };
  }

  public static Expr isNull(boolean negated, Expr operand) {
    return (row, frame) -> of((operand.eval(row, frame) == null) != negated);
  }

  /** {@code x IN (constants)} by a hash set. */
  public static Expr inConstants(
      boolean negated, Collation collation, Expr operand, List<Object> constants) {
    Set<Object> keys = new HashSet<>();
    boolean hasNull = false;
    for (Object constant : constants) {
      hasNull |= constant == null;
      keys.add(Values.hashKey(constant, collation));
    }
    boolean unknownWhenMissing = hasNull;
    boolean empty = constants.isEmpty();
    return (row, frame) -> {
      if (empty) {
        return of(negated);
      }
      Object value = operand.eval(row, frame);
      if (value == null) {
        return null;
      }
      if (keys.contains(Values.hashKey(value, collation))) {
        return of(!negated);
      }
      return unknownWhenMissing ? null : of(negated);
    };
  }

  /** {@code x IN (expressions)}, compared one after the other. */
  public static Expr inExpressions(
      boolean negated, Collation collation, Expr operand, Expr[] elements) {
    return (row, frame) -> {
      Object value = operand.eval(row, frame);
      if (value == null) {
        return null;
      }
      boolean unknown = false;
      for (Expr element : elements) {
        Object candidate = element.eval(row, frame);
        if (candidate == null) {
          unknown = true;
        } else if (Values.compare(value, candidate, collation) == 0) {
          return of(!negated);
        }
      }
      return unknown ? null : of(negated);
    };
  }

  /** Whether a comparison holds for operands in this order. */
  public static boolean holds(SqlKind kind, int order) {
    return switch (kind) {
      case EQUALS -> order == 0;
      case NOT_EQUALS -> order != 0;
      case LESS_THAN -> order < 0;
      case LESS_THAN_OR_EQUAL -> order <= 0;
      case GREATER_THAN -> order > 0;
      case GREATER_THAN_OR_EQUAL -> order >= 0;
      default -> throw new IllegalArgumentException("not a comparison: " + kind);
    };
  }
}
