package io.dolake.sql.exec;

import io.dolake.sql.types.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** UNION, INTERSECT and EXCEPT, each with and without ALL, on rows of equal width. */
public final class SetOperator extends Operator {
  private static final long KEPT_BYTES = 96;

  /** The operation. */
  public enum Kind {
    UNION_ALL,
    UNION,
    INTERSECT,
    INTERSECT_ALL,
    EXCEPT,
    EXCEPT_ALL
  }

  private final Kind kind;
  private final List<Operator> inputs;

  public SetOperator(Kind kind, List<Operator> inputs) {
    super(rows(kind, inputs), cost(inputs));
    this.kind = kind;
    this.inputs = List.copyOf(inputs);
  }

  private static double rows(Kind kind, List<Operator> inputs) {
    double sum = inputs.stream().mapToDouble(Operator::estimatedRows).sum();
    return switch (kind) {
      case UNION_ALL -> sum;
      case UNION -> sum * 0.8;
      default -> inputs.get(0).estimatedRows() * 0.5;
    };
  }

  private static double cost(List<Operator> inputs) {
    return inputs.stream()
        .mapToDouble(input -> input.estimatedCost() + input.estimatedRows())
        .sum();
  }

  @Override
  protected RowSource openSource(Frame frame) {
    return switch (kind) {
      case UNION_ALL -> concatenated(frame);
      case UNION -> union(frame);
      default -> matched(frame);
    };
  }

  private RowSource concatenated(Frame frame) {
    return new RowSource() {
      private int nextInput;
      private RowSource current = RowSource.EMPTY;

      @Override
      public Object[] next() {
        while (true) {
          Object[] row = current.next();
          if (row != null || nextInput == inputs.size()) {
            return row;
          }
          current.close();
          current = RowSource.EMPTY;
          current = inputs.get(nextInput++).open(frame);
        }
      }

      @Override
      public void close() {
        nextInput = inputs.size();
        current.close();
      }
    };
  }

  /**
   * The distinct rows of all inputs. 1 and 1.0 are equal, but not the same: as in SQLite the last
   * input that has such a row decides, and in it the first one.
   */
  private RowSource union(Frame frame) {
    Map<Object, Kept> rows = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      try (RowSource source = inputs.get(i).open(frame)) {
        for (Object[] row = source.next(); row != null; row = source.next()) {
          frame.context().step();
          Object key = RowKey.of(row, row.length);
          Kept kept = rows.get(key);
          if (kept == null) {
            frame.context().memory().reserve(KEPT_BYTES + Values.heapBytes(row));
          }
          if (kept == null || kept.input < i) {
            rows.put(key, new Kept(row, i));
          }
        }
      }
    }
    return Rows.source(rows.values().stream().map(Kept::row).iterator());
  }

  private record Kept(Object[] row, int input) {}

  /** The first of equal rows. */
  private static RowSource distinct(RowSource source, Frame frame) {
    Map<Object, Object[]> rows = new LinkedHashMap<>();
    try (source) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        frame.context().step();
        if (rows.putIfAbsent(RowKey.of(row, row.length), row) == null) {
          frame.context().memory().reserve(KEPT_BYTES + Values.heapBytes(row));
        }
      }
    }
    return Rows.source(rows.values().iterator());
  }

  private RowSource matched(Frame frame) {
    boolean keepMatches = kind == Kind.INTERSECT || kind == Kind.INTERSECT_ALL;
    boolean all = kind == Kind.INTERSECT_ALL || kind == Kind.EXCEPT_ALL;
    Map<Object, Integer> counts = new HashMap<>();
    for (Operator input : inputs.subList(1, inputs.size())) {
      try (RowSource source = input.open(frame)) {
        for (Object[] row = source.next(); row != null; row = source.next()) {
          frame.context().step();
          if (counts.merge(RowKey.of(row, row.length), 1, Integer::sum) == 1) {
            frame.context().memory().reserve(80 + Values.heapBytes(row));
          }
        }
      }
    }
    RowSource left = inputs.get(0).open(frame);
    RowSource filtered =
        new RowSource() {
          @Override
          public Object[] next() {
            for (Object[] row = left.next(); row != null; row = left.next()) {
              frame.context().step();
              Object key = RowKey.of(row, row.length);
              int count = counts.getOrDefault(key, 0);
              if (all && count > 0) {
                counts.put(key, count - 1);
              }
              if (count > 0 == keepMatches) {
                return row;
              }
            }
            return null;
          }

          @Override
          public void close() {
            left.close();
          }
        };
    return all ? filtered : distinct(filtered, frame);
  }

  @Override
  public List<Operator> inputs() {
    return inputs;
  }

  @Override
  public String describe() {
    String words = kind.toString().replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
