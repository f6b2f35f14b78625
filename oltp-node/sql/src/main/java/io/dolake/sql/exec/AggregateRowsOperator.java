package io.dolake.sql.exec;

import io.dolake.sql.types.Values;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Groups rows by their first columns; puts out the keys and then the aggregates. */
public final class AggregateRowsOperator extends Operator {
  private static final long GROUP_BYTES = 160;

  private final Operator input;
  private final int[] keyColumns;
  private final AggregateOperatorSpec[] specs;
  private final boolean sortedInput;

  /**
   * @param sortedInput whether rows of the same group come one after the other
   */
  public AggregateRowsOperator(
      Operator input,
      int[] keyColumns,
      AggregateOperatorSpec[] specs,
      boolean sortedInput,
      double rows) {
    super(rows, input.estimatedCost() + input.estimatedRows() * (sortedInput ? 0.5 : 1));
    this.input = input;
    this.keyColumns = keyColumns;
    this.specs = specs;
    this.sortedInput = sortedInput;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    if (keyColumns.length == 0) {
      return single(frame);
    }
    return sortedInput ? streaming(frame) : hashed(frame);
  }

  private RowSource single(Frame frame) {
    GroupState state = new GroupState(specs, frame.context().memory());
    try (RowSource source = input.open(frame)) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        frame.context().step();
        state.add(row);
      }
    }
    Object[] output = new Object[specs.length];
    state.finish(output, 0);
    return Rows.source(List.<Object[]>of(output).iterator());
  }

  private RowSource hashed(Frame frame) {
    MemoryBudget memory = frame.context().memory();
    Map<Object, Object[]> keysOf = new LinkedHashMap<>();
    Map<Object, GroupState> groups = new LinkedHashMap<>();
    long held = 0;
    try (RowSource source = input.open(frame)) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        frame.context().step();
        Object[] keys = keysOf(row);
        Object hashKey = RowKey.of(keys, keys.length);
        GroupState state = groups.get(hashKey);
        if (state == null) {
          long bytes = GROUP_BYTES + Values.heapBytes(keys) + 48L * specs.length;
          memory.reserve(bytes);
          held += bytes;
          state = new GroupState(specs, memory);
          groups.put(hashKey, state);
          keysOf.put(hashKey, keys);
        }
        state.add(row);
      }
    }
    Iterator<Map.Entry<Object, GroupState>> iterator = groups.entrySet().iterator();
    long toRelease = held;
    return new RowSource() {
      private boolean closed;

      @Override
      public Object[] next() {
        if (!iterator.hasNext()) {
          return null;
        }
        Map.Entry<Object, GroupState> group = iterator.next();
        return finish(keysOf.get(group.getKey()), group.getValue());
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          memory.release(toRelease);
        }
      }
    };
  }

  private RowSource streaming(Frame frame) {
    RowSource source = input.open(frame);
    return new RowSource() {
      private Object[] pending = source.next();

      @Override
      public Object[] next() {
        if (pending == null) {
          return null;
        }
        Object[] keys = keysOf(pending);
        Object hashKey = RowKey.of(keys, keys.length);
        GroupState state = new GroupState(specs, frame.context().memory());
        do {
          frame.context().step();
          state.add(pending);
          pending = source.next();
        } while (pending != null && RowKey.of(keysOf(pending), keys.length).equals(hashKey));
        return finish(keys, state);
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  private Object[] keysOf(Object[] row) {
    Object[] keys = new Object[keyColumns.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = row[keyColumns[i]];
    }
    return keys;
  }

  private Object[] finish(Object[] keys, GroupState state) {
    Object[] output = new Object[keys.length + specs.length];
    System.arraycopy(keys, 0, output, 0, keys.length);
    state.finish(output, keys.length);
    return output;
  }

  @Override
  public List<Operator> inputs() {
    return List.of(input);
  }

  @Override
  public String describe() {
    StringJoiner text = new StringJoiner(", ");
    for (int column : keyColumns) {
      text.add("#" + (column + 1));
    }
    StringJoiner calls = new StringJoiner(", ");
    for (AggregateOperatorSpec spec : specs) {
      calls.add(spec.describe());
    }
    String keys = keyColumns.length == 0 ? "" : " by " + text;
    String method =
        keyColumns.length == 0 ? "Aggregate" : sortedInput ? "Sorted group" : "Hash group";
    return method + keys + (specs.length == 0 ? "" : ": " + calls);
  }
}
