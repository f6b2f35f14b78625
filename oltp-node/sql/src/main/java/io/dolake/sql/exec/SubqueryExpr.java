package io.dolake.sql.exec;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.Arrays;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A subquery as part of an expression. Its result is remembered: for the whole execution when it
 * reads no outer values, else for each combination of them, up to a bound.
 */
public abstract class SubqueryExpr implements Expr {
  private static final int MAX_REMEMBERED = 10_000;

  private final Operator plan;
  private final int[] variables;
  private final Expr[] outerValues;
  private final boolean rememberable;

  protected SubqueryExpr(Operator plan, int[] variables, Expr[] outerValues, boolean rememberable) {
    this.plan = plan;
    this.variables = variables;
    this.outerValues = outerValues;
    this.rememberable = rememberable;
  }

  /** What an execution remembers. */
  private static final class Memory {
    private final Map<Object, Object> results = new HashMap<>();
    private Object onlyResult;
    private boolean known;
  }

  /** Result of one run of the plan. */
  protected abstract Object run(RowSource source, Frame frame);

  @Override
  public Object eval(Object[] row, Frame frame) {
    return result(row, frame);
  }

  protected final Object result(Object[] row, Frame frame) {
    if (!rememberable) {
      setVariables(row, frame);
      return runPlan(frame);
    }
    Memory memory = frame.context().state(this, Memory::new);
    if (variables.length == 0) {
      if (!memory.known) {
        memory.onlyResult = runPlan(frame);
        memory.known = true;
      }
      return memory.onlyResult;
    }
    Object[] outer = setVariables(row, frame);
    Object key = RowKey.of(outer, outer.length);
    if (memory.results.containsKey(key)) {
      return memory.results.get(key);
    }
    Object result = runPlan(frame);
    if (memory.results.size() >= MAX_REMEMBERED) {
      memory.results.clear();
    }
    memory.results.put(key, result);
    return result;
  }

  private Object[] setVariables(Object[] row, Frame frame) {
    Object[] outer = Expr.evalAll(outerValues, row, frame);
    for (int i = 0; i < variables.length; i++) {
      frame.setVariable(variables[i], outer[i]);
    }
    return outer;
  }

  private Object runPlan(Frame frame) {
    try (RowSource source = plan.open(frame)) {
      return run(source, frame);
    }
  }

  /** First column of the first row. */
  public static SubqueryExpr scalar(
      Operator plan, int[] variables, Expr[] outerValues, boolean rememberable) {
    return new SubqueryExpr(plan, variables, outerValues, rememberable) {
      @Override
      protected Object run(RowSource source, Frame frame) {
        Object[] first = source.next();
        return first == null ? null : first[0];
      }
    };
  }

  /** The first row, or null. */
  public static SubqueryExpr row(
      Operator plan, int[] variables, Expr[] outerValues, boolean rememberable) {
    return new SubqueryExpr(plan, variables, outerValues, rememberable) {
      @Override
      protected Object run(RowSource source, Frame frame) {
        return source.next();
      }
    };
  }

  public static SubqueryExpr exists(
      Operator plan, int[] variables, Expr[] outerValues, boolean rememberable) {
    return new SubqueryExpr(plan, variables, outerValues, rememberable) {
      @Override
      protected Object run(RowSource source, Frame frame) {
        return Conditions.of(source.next() != null);
      }
    };
  }

  /** The first column of all rows as a JSON array. */
  public static SubqueryExpr array(
      Operator plan, int[] variables, Expr[] outerValues, boolean rememberable) {
    return new SubqueryExpr(plan, variables, outerValues, rememberable) {
      @Override
      protected Object run(RowSource source, Frame frame) {
        StringBuilder text = new StringBuilder("[");
        for (Object[] row = source.next(); row != null; row = source.next()) {
          text.append(text.length() > 1 ? "," : "");
          Arrays.append(text, TypeKind.ANY, row[0]);
        }
        return text.append(']').toString();
      }
    };
  }

  /** The rows IN compares with: those without NULL by key, those with one in a list. */
  private record Members(Set<Object> keys, List<Object[]> withNulls, boolean empty) {}

  /** Whether the operands equal a row; NULL when only NULLs stand in the way. */
  public static SubqueryExpr in(
      Operator plan,
      int[] variables,
      Expr[] outerValues,
      boolean rememberable,
      Expr[] operands,
      Collation[] collations,
      boolean negated) {
    return new SubqueryExpr(plan, variables, outerValues, rememberable) {
      @Override
      protected Object run(RowSource source, Frame frame) {
        Set<Object> keys = new HashSet<>();
        List<Object[]> withNulls = new ArrayList<>();
        MemoryBudget memory = frame.context().memory();
        for (Object[] row = source.next(); row != null; row = source.next()) {
          frame.context().step();
          Object[] values = folded(row, collations);
          if (hasNull(values)) {
            if (withNulls.isEmpty() || values.length > 1) {
              memory.reserve(Values.heapBytes(values));
              withNulls.add(values);
            }
          } else if (keys.add(RowKey.of(values, values.length))) {
            memory.reserve(48 + Values.heapBytes(values));
          }
        }
        return new Members(keys, withNulls, keys.isEmpty() && withNulls.isEmpty());
      }

      @Override
      public Object eval(Object[] row, Frame frame) {
        Object[] values = folded(Expr.evalAll(operands, row, frame), collations);
        Members members = (Members) result(row, frame);
        if (members.empty()) {
          return Conditions.of(negated);
        }
        if (hasNull(values)) {
          return possible(values, members) ? null : Conditions.of(negated);
        }
        if (members.keys().contains(RowKey.of(values, values.length))) {
          return Conditions.of(!negated);
        }
        return matchesExceptNulls(values, members.withNulls()) ? null : Conditions.of(negated);
      }
    };
  }

  private static Object[] folded(Object[] row, Collation[] collations) {
    Object[] values = new Object[collations.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[i] instanceof String text ? Values.fold(text, collations[i]) : row[i];
    }
    return values;
  }

  private static boolean hasNull(Object[] values) {
    for (Object value : values) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  /** With a NULL among several operands the answer is unknown unless another one differs. */
  private static boolean possible(Object[] values, Members members) {
    return values.length == 1 || !members.empty();
  }

  private static boolean matchesExceptNulls(Object[] values, List<Object[]> rows) {
    for (Object[] row : rows) {
      boolean matches = true;
      for (int i = 0; i < values.length && matches; i++) {
        matches = row[i] == null || Values.compare(values[i], row[i], Collation.BINARY) == 0;
      }
      if (matches) {
        return true;
      }
    }
    return false;
  }

  /** Members of an uncorrelated subquery of one column, as points of a key lookup. */
  public static List<Object> firstColumn(Operator plan, Frame frame) {
    List<Object> values = new ArrayList<>();
    for (Object[] row : Rows.of(plan, frame).list()) {
      values.add(row[0]);
    }
    return values;
  }
}
