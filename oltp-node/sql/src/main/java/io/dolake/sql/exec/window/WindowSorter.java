package io.dolake.sql.exec.window;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.types.Values;
import java.util.Arrays;

/** Evaluates one window call over a whole input, given as operands per row. */
public final class WindowSorter {
  private final WindowSpec spec;
  private final Object[][] operands;
  private final Integer[] order;

  /**
   * @param operands for each input row, laid out as the spec says
   */
  public WindowSorter(WindowSpec spec, Object[][] operands) {
    this.spec = spec;
    this.operands = operands;
    this.order = new Integer[operands.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, (a, b) -> compare(operands[a], operands[b]));
  }

  /** Input rows in the window's order. */
  public Integer[] order() {
    return order;
  }

  /** The call's result for each input row. */
  public Object[] evaluate() {
    Object[] results = new Object[operands.length];
    WindowEvaluator evaluator = new WindowEvaluator(spec);
    for (int start = 0; start < order.length; ) {
      int end = start + 1;
      while (end < order.length && samePartition(operands[order[start]], operands[order[end]])) {
        end++;
      }
      Object[][] rows = new Object[end - start][];
      for (int i = start; i < end; i++) {
        rows[i - start] = operands[order[i]];
      }
      Object[] values = evaluator.evaluate(new WindowPartition(spec, rows));
      for (int i = start; i < end; i++) {
        results[order[i]] = values[i - start];
      }
      start = end;
    }
    return results;
  }

  private boolean samePartition(Object[] a, Object[] b) {
    for (int i = spec.partitionAt(); i < spec.orderAt(); i++) {
      if (Values.compareNullsFirst(a[i], b[i], Collation.BINARY) != 0) {
        return false;
      }
    }
    return true;
  }

  private int compare(Object[] a, Object[] b) {
    for (int i = spec.partitionAt(); i < spec.orderAt(); i++) {
      int byPartition = Values.compareNullsFirst(a[i], b[i], Collation.BINARY);
      if (byPartition != 0) {
        return byPartition;
      }
    }
    for (int i = 0; i < spec.order().size(); i++) {
      WindowSpec.Direction direction = spec.order().get(i);
      Object x = a[spec.orderAt() + i];
      Object y = b[spec.orderAt() + i];
      if (x == null || y == null) {
        if (x != y) {
          return (x == null) == direction.nullsFirst() ? -1 : 1;
        }
      } else {
        int byKey = Values.compare(x, y, Collation.BINARY);
        if (byKey != 0) {
          return direction.descending() ? -byKey : byKey;
        }
      }
    }
    return 0;
  }
}
