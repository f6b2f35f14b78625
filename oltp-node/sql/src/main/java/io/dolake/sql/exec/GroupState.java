package io.dolake.sql.exec;

import io.dolake.sql.function.AggregateDef.Accumulator;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Running aggregates of one group. */
final class GroupState {
  private final AggregateOperatorSpec[] specs;
  private final Accumulator[] accumulators;
  private final Set<Object>[] seen;
  private final List<Object[]>[] ordered;
  private final MemoryBudget memory;
  private final boolean bareFollowsExtreme;
  private Object[] bareRow;

  @SuppressWarnings({"unchecked", "rawtypes"})
  GroupState(AggregateOperatorSpec[] specs, MemoryBudget memory) {
    this.specs = specs;
    this.memory = memory;
    this.accumulators = new Accumulator[specs.length];
    this.seen = new Set[specs.length];
    this.ordered = new List[specs.length];
    int extremes = 0;
    int functions = 0;
    for (int i = 0; i < specs.length; i++) {
      AggregateOperatorSpec spec = specs[i];
      if (spec.function() != null) {
        functions++;
        String name = spec.function().name();
        extremes += name.equals("min") || name.equals("max") ? 1 : 0;
        accumulators[i] =
            spec.function().accumulator().apply(spec.collation(), spec.argumentTypes());
        seen[i] = spec.distinct() ? new HashSet<>() : null;
        ordered[i] = spec.descending().isEmpty() ? null : new ArrayList<>();
      }
    }
    this.bareFollowsExtreme = extremes == 1 && functions == 1;
  }

  void add(Object[] row) {
    boolean first = bareRow == null;
    for (int i = 0; i < specs.length; i++) {
      if (accumulators[i] != null && add(i, specs[i], row) && bareFollowsExtreme) {
        bareRow = row;
      }
    }
    if (first && bareRow == null) {
      bareRow = row;
    }
  }

  private boolean add(int index, AggregateOperatorSpec spec, Object[] row) {
    int[] columns = spec.columns();
    if (spec.filtered() && !Values.isTrue(row[columns[columns.length - 1]])) {
      return false;
    }
    Object[] arguments = new Object[spec.argumentCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = row[columns[i]];
    }
    if (arguments.length > 0 && arguments[0] == null && !spec.function().takesNulls()) {
      return false;
    }
    if (seen[index] != null) {
      Object key = distinctKey(spec, arguments);
      if (!seen[index].add(key)) {
        return false;
      }
      memory.reserve(64 + Values.heapBytes(arguments));
    }
    if (ordered[index] != null) {
      memory.reserve(32 + Values.heapBytes(row));
      ordered[index].add(row);
      return false;
    }
    return accumulators[index].add(arguments);
  }

  private static Object distinctKey(AggregateOperatorSpec spec, Object[] arguments) {
    Object[] key = arguments.clone();
    if (key[0] instanceof String text) {
      key[0] = Values.fold(text, spec.collation());
    }
    return RowKey.of(key, key.length);
  }

  /** Writes the results behind the group's keys. */
  void finish(Object[] output, int at) {
    for (int i = 0; i < specs.length; i++) {
      if (specs[i].function() == null) {
        output[at + i] = bareRow == null ? null : bareRow[specs[i].columns()[0]];
      } else {
        if (ordered[i] != null) {
          addInOrder(i, specs[i]);
        }
        output[at + i] = accumulators[i].result();
      }
    }
  }

  private void addInOrder(int index, AggregateOperatorSpec spec) {
    int keys = spec.descending().size();
    int[] columns =
        Arrays.copyOfRange(spec.columns(), spec.argumentCount(), spec.argumentCount() + keys);
    boolean[] descending = new boolean[keys];
    boolean[] nullsFirst = new boolean[keys];
    for (int i = 0; i < keys; i++) {
      descending[i] = spec.descending().get(i);
      nullsFirst[i] = !descending[i];
    }
    ordered[index].sort(new SortOrder(columns, descending, nullsFirst));
    for (Object[] row : ordered[index]) {
      Object[] arguments = new Object[spec.argumentCount()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = row[spec.columns()[i]];
      }
      accumulators[index].add(arguments);
    }
    ordered[index].clear();
  }
}
