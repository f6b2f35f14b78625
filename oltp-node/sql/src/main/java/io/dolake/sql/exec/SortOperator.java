package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts its input, keeping equal rows in their order. With a limit only the first rows are held;
 * without, rows beyond the memory budget go to temporary files.
 */
public final class SortOperator extends Operator {
  private static final long MAX_TOP = 100_000;

  private final Operator input;
  private final SortOrder order;
  private final Expr offset;
  private final Expr fetch;

  /**
   * @param offset may be null
   * @param fetch may be null; with one, the operator also applies both
   */
  public SortOperator(Operator input, SortOrder order, Expr offset, Expr fetch) {
    super(
        input.estimatedRows(),
        input.estimatedCost()
            + input.estimatedRows() * Math.log(Math.max(2, input.estimatedRows())) * 0.3);
    this.input = input;
    this.order = order;
    this.offset = offset;
    this.fetch = fetch;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    long skip = Math.max(0, LimitOperator.evaluate(offset, 0, frame));
    long limit = LimitOperator.evaluate(fetch, -1, frame);
    if (limit == 0) {
      return RowSource.EMPTY;
    }
    if (limit > 0 && limit <= MAX_TOP && skip <= MAX_TOP) {
      return top((int) (skip + limit), (int) skip, frame);
    }
    RowSource sorted = ExternalSort.sort(input, order, frame);
    return skip == 0 && limit < 0 ? sorted : limited(sorted, skip, limit);
  }

  private static RowSource limited(RowSource sorted, long skip, long limit) {
    return new RowSource() {
      private long position;

      @Override
      public Object[] next() {
        for (; position < skip; position++) {
          if (sorted.next() == null) {
            return null;
          }
        }
        boolean more = limit < 0 || position++ < skip + limit;
        return more ? sorted.next() : null;
      }

      @Override
      public void close() {
        sorted.close();
      }
    };
  }

  /** A row with its place in the input, which decides between equal ones. */
  private record Placed(Object[] row, long place) {}

  private RowSource top(int count, int skip, Frame frame) {
    PriorityQueue<Placed> worstFirst =
        new PriorityQueue<>(
            Math.min(count, 1024) + 1,
            (a, b) -> {
              int byKeys = order.compare(b.row, a.row);
              return byKeys != 0 ? byKeys : Long.compare(b.place, a.place);
            });
    long place = 0;
    try (RowSource source = input.open(frame)) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        frame.context().step();
        if (worstFirst.size() < count) {
          worstFirst.add(new Placed(row, place++));
        } else if (order.compare(row, worstFirst.peek().row) < 0) {
          worstFirst.poll();
          worstFirst.add(new Placed(row, place++));
        }
      }
    }
    List<Object[]> rows = new ArrayList<>(worstFirst.size());
    while (!worstFirst.isEmpty()) {
      rows.add(worstFirst.poll().row);
    }
    Collections.reverse(rows);
    return Rows.source(rows.subList(Math.min(skip, rows.size()), rows.size()).iterator());
  }

  @Override
  public List<Operator> inputs() {
    return List.of(input);
  }

  @Override
  public String describe() {
    return (fetch == null ? "Sort by " : "Top by ") + order.describe();
  }
}
