package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.function.AggregateDef.Accumulator;
import io.dolake.sql.types.Arithmetic;
import java.util.function.ToDoubleFunction;

/**
 * PostgreSQL's aggregates of statistics, over reals, NULLs left out. Sums of squares and products
 * are kept around the running means, which loses no digits (Welford, "Note on a method for
 * calculating corrected sums of squares and products", 1962).
 */
final class Statistics {
  private Statistics() {}

  static void register(FunctionRegistry registry) {
    one(registry, "var_pop", moments -> moments.xx / moments.count);
    one(registry, "var_samp", moments -> moments.xx / (moments.count - 1));
    one(registry, "variance", moments -> moments.xx / (moments.count - 1));
    one(registry, "stddev_pop", moments -> Math.sqrt(moments.xx / moments.count));
    one(registry, "stddev_samp", moments -> Math.sqrt(moments.xx / (moments.count - 1)));
    one(registry, "stddev", moments -> Math.sqrt(moments.xx / (moments.count - 1)));
    two(registry, "covar_pop", moments -> moments.xy / moments.count);
    two(registry, "covar_samp", moments -> moments.xy / (moments.count - 1));
    two(registry, "corr", moments -> moments.xy / Math.sqrt(moments.xx * moments.yy));
    two(registry, "regr_slope", moments -> moments.xy / moments.xx);
    two(
        registry,
        "regr_intercept",
        moments -> moments.meanY - moments.xy / moments.xx * moments.meanX);
    two(registry, "regr_count", moments -> moments.count);
  }

  private static void one(
      FunctionRegistry registry, String name, ToDoubleFunction<Moments> result) {
    registry.add(
        new AggregateDef(
            name,
            1,
            1,
            false,
            types -> ColumnType.REAL,
            (collation, types) -> new Moments(false, result)));
  }

  /** {@code f(y, x)}, of rows where neither is NULL. */
  private static void two(
      FunctionRegistry registry, String name, ToDoubleFunction<Moments> result) {
    registry.add(
        new AggregateDef(
            name,
            2,
            2,
            false,
            types -> ColumnType.REAL,
            (collation, types) -> new Moments(true, result)));
  }

  private static final class Moments implements Accumulator {
    private final boolean pairs;
    private final ToDoubleFunction<Moments> result;
    private long count;
    private double meanX;
    private double meanY;
    private double xx;
    private double yy;
    private double xy;

    Moments(boolean pairs, ToDoubleFunction<Moments> result) {
      this.pairs = pairs;
      this.result = result;
    }

    @Override
    public boolean add(Object[] arguments) {
      Object first = arguments[pairs ? 1 : 0];
      if (first == null || arguments[0] == null) {
        return false;
      }
      double x = Arithmetic.toDouble(first);
      double y = pairs ? Arithmetic.toDouble(arguments[0]) : 0;
      count++;
      double aboveX = x - meanX;
      double aboveY = y - meanY;
      meanX += aboveX / count;
      meanY += aboveY / count;
      xx += aboveX * (x - meanX);
      yy += aboveY * (y - meanY);
      xy += aboveX * (y - meanY);
      return false;
    }

    @Override
    public Object result() {
      double value = count == 0 ? Double.NaN : result.applyAsDouble(this);
      return Double.isFinite(value) ? value : null;
    }
  }
}
