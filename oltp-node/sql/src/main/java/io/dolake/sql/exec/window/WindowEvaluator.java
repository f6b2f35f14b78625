package io.dolake.sql.exec.window;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.function.AggregateDef.Accumulator;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.Values;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Computes one window call for all rows of a partition. */
final class WindowEvaluator {
  private final WindowSpec spec;

  WindowEvaluator(WindowSpec spec) {
    this.spec = spec;
  }

  Object[] evaluate(WindowPartition partition) {
    Object[] results = new Object[partition.size()];
    if (spec.aggregate() != null) {
      aggregate(partition, results);
      return results;
    }
    switch (spec.functionName()) {
      case "ntile" -> tiles(partition, results);
      case "lag" -> shifted(partition, results, -1);
      case "lead" -> shifted(partition, results, 1);
      case "first_value", "last_value", "nth_value" -> values(partition, results);
      default -> ranks(partition, results);
    }
    return results;
  }

  private void ranks(WindowPartition partition, Object[] results) {
    int size = partition.size();
    for (int i = 0; i < size; i++) {
      results[i] =
          switch (spec.functionName()) {
            case "row_number" -> (Object) (i + 1L);
            case "rank" -> partition.peerStart(i) + 1L;
            case "dense_rank" -> partition.groupOf(i) + 1L;
            case "percent_rank" -> size == 1 ? 0.0 : (double) partition.peerStart(i) / (size - 1);
            case "cume_dist" -> (double) partition.peerEnd(i) / size;
            default -> throw new IllegalStateException("no window function " + spec.functionName());
          };
    }
  }

  private void tiles(WindowPartition partition, Object[] results) {
    Object argument = partition.row(0)[0];
    long tiles = argument == null ? 0 : Arithmetic.toLong(argument);
    if (tiles <= 0) {
      throw new DoLakeException(
          ErrorCode.WINDOWING_ERROR, "argument of ntile must be a positive integer");
    }
    int size = partition.size();
    long base = size / tiles;
    long larger = size % tiles;
    for (int i = 0; i < size; i++) {
      long inLarger = larger * (base + 1);
      results[i] = i < inLarger ? i / (base + 1) + 1 : larger + (i - inLarger) / base + 1;
    }
  }

  private void shifted(WindowPartition partition, Object[] results, int direction) {
    for (int i = 0; i < results.length; i++) {
      Object[] row = partition.row(i);
      Object offset = spec.argumentCount() > 1 ? row[1] : (Object) 1L;
      if (offset == null) {
        continue;
      }
      long target = i + direction * Arithmetic.toLong(offset);
      if (target >= 0 && target < results.length) {
        results[i] = partition.row((int) target)[0];
      } else if (spec.argumentCount() > 2) {
        results[i] = row[2];
      }
    }
  }

  private void values(WindowPartition partition, Object[] results) {
    for (int i = 0; i < results.length; i++) {
      int start = partition.frameStart(i);
      int end = partition.frameEnd(i);
      switch (spec.functionName()) {
        case "first_value" -> results[i] = nth(partition, i, start, end, 1);
        case "last_value" -> results[i] = last(partition, i, start, end);
        default -> {
          Object n = partition.row(i)[1];
          if (!(n instanceof Long position) || position <= 0) {
            throw new DoLakeException(
                ErrorCode.WINDOWING_ERROR,
                "second argument to nth_value must be a positive integer");
          }
          results[i] = nth(partition, i, start, end, position);
        }
      }
    }
  }

  private static Object nth(WindowPartition partition, int row, int start, int end, long n) {
    long left = n;
    for (int i = start; i < end; i++) {
      if (!partition.excluded(row, i) && --left == 0) {
        return partition.row(i)[0];
      }
    }
    return null;
  }

  private static Object last(WindowPartition partition, int row, int start, int end) {
    for (int i = end - 1; i >= start; i--) {
      if (!partition.excluded(row, i)) {
        return partition.row(i)[0];
      }
    }
    return null;
  }

  private void aggregate(WindowPartition partition, Object[] results) {
    boolean growing =
        spec.frame().start() == WindowSpec.Bound.UNBOUNDED_PRECEDING
            && !spec.frame().end().hasOffset()
            && spec.frame().exclusion() == WindowSpec.Exclusion.NO_OTHERS;
    if (!growing) {
      for (int i = 0; i < results.length; i++) {
        Running running = new Running();
        int end = partition.frameEnd(i);
        for (int j = Math.max(0, partition.frameStart(i)); j < end; j++) {
          if (!partition.excluded(i, j)) {
            running.add(partition.row(j));
          }
        }
        results[i] = running.result();
      }
      return;
    }
    Running running = new Running();
    int added = 0;
    Object result = null;
    for (int i = 0; i < results.length; i++) {
      int end = partition.frameEnd(i);
      if (end > added || i == 0) {
        for (; added < end; added++) {
          running.add(partition.row(added));
        }
        result = running.result();
      }
      results[i] = result;
    }
  }

  private final class Running {
    private final Accumulator accumulator =
        spec.aggregate().accumulator().apply(spec.collation(), spec.argumentTypes());
    private final Set<Object> seen = spec.distinct() ? new HashSet<>() : null;

    void add(Object[] operands) {
      if (spec.filtered() && !Values.isTrue(operands[spec.filterAt()])) {
        return;
      }
      Object[] arguments = Arrays.copyOf(operands, spec.argumentCount());
      boolean skipped =
          arguments.length > 0 && arguments[0] == null && !spec.aggregate().takesNulls();
      boolean fresh =
          seen == null || skipped || seen.add(Values.hashKey(arguments[0], spec.collation()));
      if (!skipped && fresh) {
        accumulator.add(arguments);
      }
    }

    Object result() {
      return accumulator.result();
    }
  }
}
