package io.dolake.sql.exec;

import java.util.IdentityHashMap;
import java.util.Map;

/** What EXPLAIN ANALYZE measures: rows, openings and time of each operator. One thread. */
public final class PlanProfile {
  /** Figures of one operator; time includes its inputs'. */
  static final class Figures {
    long opens;
    long rows;
    long nanos;
  }

  private final Map<Operator, Figures> figures = new IdentityHashMap<>();

  Figures of(Operator operator) {
    return figures.computeIfAbsent(operator, key -> new Figures());
  }

  /** The operator's source, counted. */
  RowSource measure(Operator operator, Frame frame) {
    Figures mine = of(operator);
    long start = System.nanoTime();
    RowSource source = operator.openSource(frame);
    mine.opens++;
    mine.nanos += System.nanoTime() - start;
    return new RowSource() {
      @Override
      public Object[] next() {
        long before = System.nanoTime();
        Object[] row = source.next();
        mine.nanos += System.nanoTime() - before;
        if (row != null) {
          mine.rows++;
        }
        return row;
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }
}
