package io.dolake.sql.function;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * An aggregate function.
 *
 * @param name in lower case
 * @param maxArguments -1 for any number
 * @param takesNulls whether rows whose first argument is NULL are given to the accumulator
 * @param accumulator makes an empty accumulator, told the collation of the first argument and the
 *     arguments' static types
 */
public record AggregateDef(
    String name,
    int minArguments,
    int maxArguments,
    boolean takesNulls,
    FunctionDef.ReturnType returnType,
    BiFunction<Collation, List<ColumnType>, Accumulator> accumulator) {

  /** Running state of one group. */
  public interface Accumulator {
    /** Adds a row's arguments; whether the result now comes from this row (min and max). */
    boolean add(Object[] arguments);

    Object result();
  }

  public AggregateDef {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(returnType, "returnType");
    Objects.requireNonNull(accumulator, "accumulator");
  }

  public boolean accepts(int argumentCount) {
    return argumentCount >= minArguments && (maxArguments < 0 || argumentCount <= maxArguments);
  }
}
