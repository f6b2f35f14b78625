package io.dolake.sql.exec.window;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.function.AggregateDef;
import java.util.List;

/**
 * A window call. The operands that go with it are, in this order: the arguments, the FILTER
 * condition (if filtered), the PARTITION BY keys, the ORDER BY keys, the offset of the frame's
 * start and that of its end (each if the bound has one).
 *
 * @param functionName in lower case
 * @param aggregate the aggregate function, or null for a ranking or value function
 * @param argumentTypes static types of the arguments
 * @param order directions of the ORDER BY keys
 */
public record WindowSpec(
    String functionName,
    AggregateDef aggregate,
    Collation collation,
    boolean distinct,
    List<ColumnType> argumentTypes,
    boolean filtered,
    int partitionKeyCount,
    List<Direction> order,
    Frame frame) {

  /** Direction of an ORDER BY key. */
  public record Direction(boolean descending, boolean nullsFirst) {}

  /** What a frame's bounds count. */
  public enum Unit {
    ROWS,
    RANGE,
    GROUPS
  }

  /** A frame's bound. */
  public enum Bound {
    UNBOUNDED_PRECEDING,
    PRECEDING,
    CURRENT_ROW,
    FOLLOWING,
    UNBOUNDED_FOLLOWING;

    public boolean hasOffset() {
      return this == PRECEDING || this == FOLLOWING;
    }
  }

  /** Rows left out of a frame. */
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  /** The frame. */
  public record Frame(Unit unit, Bound start, Bound end, Exclusion exclusion) {
    public static final Frame DEFAULT =
        new Frame(Unit.RANGE, Bound.UNBOUNDED_PRECEDING, Bound.CURRENT_ROW, Exclusion.NO_OTHERS);
  }

  public WindowSpec {
    argumentTypes = List.copyOf(argumentTypes);
    order = List.copyOf(order);
  }

  public int argumentCount() {
    return argumentTypes.size();
  }

  int filterAt() {
    return argumentCount();
  }

  int partitionAt() {
    return argumentCount() + (filtered ? 1 : 0);
  }

  int orderAt() {
    return partitionAt() + partitionKeyCount;
  }

  int startOffsetAt() {
    return orderAt() + order.size();
  }

  int endOffsetAt() {
    return startOffsetAt() + (frame.start().hasOffset() ? 1 : 0);
  }
}
