package io.dolake.sql.exec;

import io.dolake.sql.types.Values;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A recursive common table expression, evaluated as SQLite documents it: rows wait in a queue; each
 * one taken is put out and then handed to the recursive part, whose rows join the queue.
 */
public final class RecursiveOperator extends Operator {
  private final Operator seed;
  private final Operator step;
  private final Object workTable;
  private final boolean distinct;
  private final SortOrder order;

  /**
   * @param workTable the object that {@link WorkTableOperator}s of the recursive part read by
   * @param order which waiting row is taken next; null for first in, first out
   */
  public RecursiveOperator(
      Operator seed, Operator step, Object workTable, boolean distinct, SortOrder order) {
    super(seed.estimatedRows() * 10, seed.estimatedCost() + step.estimatedCost() * 10);
    this.seed = seed;
    this.step = step;
    this.workTable = workTable;
    this.distinct = distinct;
    this.order = order;
  }

  /** The row that the recursive part reads now. */
  static final class Current {
    private Object[] row;

    Object[] row() {
      return row;
    }
  }

  private record Waiting(Object[] row, long place) {}

  @Override
  protected RowSource openSource(Frame frame) {
    Queue<Waiting> queue =
        order == null
            ? new ArrayDeque<>()
            : new PriorityQueue<>(
                (a, b) -> {
                  int byKeys = order.compare(a.row, b.row);
                  return byKeys != 0 ? byKeys : Long.compare(a.place, b.place);
                });
    Set<Object> seen = distinct ? new HashSet<>() : null;
    AtomicLong places = new AtomicLong();
    Current current = frame.context().state(workTable, Current::new);
    enqueue(seed, frame, queue, seen, places);
    return new RowSource() {
      @Override
      public Object[] next() {
        frame.context().step();
        Waiting waiting = queue.poll();
        if (waiting == null) {
          return null;
        }
        frame.context().memory().release(Values.heapBytes(waiting.row));
        Object[] outer = current.row;
        current.row = waiting.row;
        enqueue(step, frame, queue, seen, places);
        current.row = outer;
        return waiting.row;
      }

      @Override
      public void close() {
        queue.clear();
      }
    };
  }

  private void enqueue(
      Operator operator, Frame frame, Queue<Waiting> queue, Set<Object> seen, AtomicLong places) {
    try (RowSource source = operator.open(frame)) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        frame.context().step();
        if (seen != null && !seen.add(RowKey.of(row, row.length))) {
          continue;
        }
        frame.context().memory().reserve(Values.heapBytes(row) * (seen == null ? 1 : 2));
        queue.add(new Waiting(row, places.incrementAndGet()));
      }
    }
  }

  @Override
  public List<Operator> inputs() {
    return List.of(seed, step);
  }

  @Override
  public String describe() {
    return distinct ? "Recursive union" : "Recursive union all";
  }
}
