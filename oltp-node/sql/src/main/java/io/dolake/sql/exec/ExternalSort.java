package io.dolake.sql.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Sorting in memory, with sorted runs in temporary files when the budget is used up. */
final class ExternalSort {
  /** Runs smaller than this are not worth a file; the statement then fails instead. */
  private static final int MIN_RUN_ROWS = 64;

  private ExternalSort() {}

  static RowSource sort(Operator input, SortOrder order, Frame frame) {
    Rows rows = new Rows(frame.context().memory());
    List<SpillFile> runs = new ArrayList<>();
    try {
      try (RowSource source = input.open(frame)) {
        for (Object[] row = source.next(); row != null; row = source.next()) {
          frame.context().step();
          if (!rows.tryAdd(row)) {
            if (rows.size() >= MIN_RUN_ROWS) {
              runs.add(spill(rows, order));
            }
            rows.add(row);
          }
        }
      }
      rows.list().sort(order);
      return runs.isEmpty() ? inMemory(rows) : new Merge(runs, rows, order);
    } catch (RuntimeException | Error failure) {
      rows.release();
      runs.forEach(SpillFile::close);
      throw failure;
    }
  }

  private static SpillFile spill(Rows rows, SortOrder order) {
    rows.list().sort(order);
    SpillFile run = SpillFile.write(rows.list());
    rows.release();
    return run;
  }

  private static RowSource inMemory(Rows rows) {
    RowSource source = rows.source();
    return new RowSource() {
      @Override
      public Object[] next() {
        return source.next();
      }

      @Override
      public void close() {
        rows.release();
      }
    };
  }

  /** Merges runs; of equal rows the one of the earlier run comes first. */
  private static final class Merge implements RowSource {
    private record Head(Object[] row, int run) {}

    private final List<SpillFile> runs;
    private final Rows last;
    private final RowSource lastSource;
    private final PriorityQueue<Head> heads;

    Merge(List<SpillFile> runs, Rows last, SortOrder order) {
      this.runs = runs;
      this.last = last;
      this.lastSource = last.source();
      this.heads =
          new PriorityQueue<>(
              (a, b) -> {
                int byKeys = order.compare(a.row, b.row);
                return byKeys != 0 ? byKeys : Integer.compare(a.run, b.run);
              });
      for (int run = 0; run <= runs.size(); run++) {
        advance(run);
      }
    }

    private void advance(int run) {
      Object[] row = run < runs.size() ? runs.get(run).next() : lastSource.next();
      if (row != null) {
        heads.add(new Head(row, run));
      }
    }

    @Override
    public Object[] next() {
      Head head = heads.poll();
      if (head == null) {
        return null;
      }
      advance(head.run);
      return head.row;
    }

    @Override
    public void close() {
      runs.forEach(SpillFile::close);
      last.release();
    }
  }
}
