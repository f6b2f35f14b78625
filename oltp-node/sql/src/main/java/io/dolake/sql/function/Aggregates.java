package io.dolake.sql.function;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.function.AggregateDef.Accumulator;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.ResultTypes;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.Function;

/** SQLite's aggregate functions and a few of PostgreSQL's. */
final class Aggregates {
  private Aggregates() {}

  static void register(FunctionRegistry registry) {
    add(registry, "count", 0, 1, fixed(ColumnType.INTEGER), collation -> new Count());
    add(registry, "sum", 1, 1, Aggregates::sumType, collation -> new Sum());
    add(registry, "total", 1, 1, fixed(ColumnType.REAL), collation -> new Total());
    add(registry, "avg", 1, 1, Aggregates::averageType, collation -> new Average());
    add(registry, "min", 1, 1, Aggregates::firstType, collation -> new Extreme(-1, collation));
    add(registry, "max", 1, 1, Aggregates::firstType, collation -> new Extreme(1, collation));
    add(registry, "group_concat", 1, 2, fixed(ColumnType.TEXT), collation -> new Concat());
    add(registry, "string_agg", 2, 2, fixed(ColumnType.TEXT), collation -> new Concat());
    add(registry, "bool_and", 1, 1, fixed(ColumnType.BOOLEAN), collation -> new Every());
    add(registry, "every", 1, 1, fixed(ColumnType.BOOLEAN), collation -> new Every());
    add(registry, "bool_or", 1, 1, fixed(ColumnType.BOOLEAN), collation -> new Some());
    Statistics.register(registry);
    registry.add(
        new AggregateDef(
            "array_agg",
            1,
            1,
            true,
            types -> ColumnType.arrayOf(types.get(0)),
            (c, types) -> new ArrayElements(types.get(0))));
    for (String name : List.of("json_agg", "jsonb_agg")) {
      registry.add(
          new AggregateDef(
              name,
              1,
              1,
              true,
              fixed(ColumnType.JSON),
              (c, types) -> new NullIfEmpty(new JsonArrays(types))));
    }
    for (String name : List.of("json_object_agg", "jsonb_object_agg")) {
      registry.add(
          new AggregateDef(
              name,
              2,
              2,
              true,
              fixed(ColumnType.JSON),
              (c, types) -> new NullIfEmpty(new JsonObjects(types))));
    }
    registry.add(
        new AggregateDef(
            "json_group_array",
            1,
            1,
            true,
            fixed(ColumnType.JSON),
            (c, types) -> new JsonArrays(types)));
    registry.add(
        new AggregateDef(
            "json_group_object",
            2,
            2,
            true,
            fixed(ColumnType.JSON),
            (c, types) -> new JsonObjects(types)));
  }

  private static void add(
      FunctionRegistry registry,
      String name,
      int min,
      int max,
      FunctionDef.ReturnType type,
      Function<Collation, Accumulator> accumulator) {
    registry.add(
        new AggregateDef(
            name, min, max, false, type, (collation, types) -> accumulator.apply(collation)));
  }

  private static FunctionDef.ReturnType fixed(ColumnType type) {
    return arguments -> type;
  }

  private static ColumnType firstType(List<ColumnType> arguments) {
    return arguments.get(0);
  }

  private static ColumnType sumType(List<ColumnType> arguments) {
    ColumnType type = arguments.get(0);
    return switch (type.kind()) {
      case BOOLEAN -> ColumnType.INTEGER;
      case DECIMAL -> ColumnType.decimal(ColumnType.MAX_DECIMAL_PRECISION, type.scale());
      default -> ResultTypes.ofNumber(type);
    };
  }

  private static ColumnType averageType(List<ColumnType> arguments) {
    return arguments.get(0).isExact() ? ColumnType.NUMBER : ColumnType.REAL;
  }

  private static final class Count implements Accumulator {
    private long count;

    @Override
    public boolean add(Object[] arguments) {
      count++;
      return false;
    }

    @Override
    public Object result() {
      return count;
    }
  }

  /** Reals are summed with Kahan-Babuska-Neumaier compensation, as SQLite does. */
  private static final class RealSum {
    private double sum;
    private double compensation;

    void add(double value) {
      double next = sum + value;
      if (Math.abs(sum) > Math.abs(value)) {
        compensation += (sum - next) + value;
      } else {
        compensation += (value - next) + sum;
      }
      sum = next;
    }

    void add(long value) {
      if (value <= -4503599627370496L || value >= 4503599627370496L) {
        long low = value % 16384;
        add((double) (value - low));
        add((double) low);
      } else {
        add((double) value);
      }
    }

    double result() {
      double total = sum + compensation;
      return Double.isNaN(total) ? sum : total;
    }
  }

  private static final class Sum implements Accumulator {
    private final RealSum reals = new RealSum();
    private BigDecimal decimals;
    private long integers;
    private long count;
    private boolean overflow;
    private boolean approximate;

    @Override
    public boolean add(Object[] arguments) {
      count++;
      Object value = Arithmetic.operand(arguments[0]);
      if (value instanceof BigDecimal decimal && !approximate) {
        decimals = decimals == null ? decimal : decimals.add(decimal);
        return false;
      }
      if (value instanceof Long number) {
        if (!approximate) {
          long next = integers + number;
          if (((integers ^ next) & (number ^ next)) >= 0) {
            integers = next;
            return false;
          }
          overflow = true;
          goApproximate();
        }
        reals.add(number);
        return false;
      }
      if (!approximate) {
        goApproximate();
      }
      reals.add(((Number) value).doubleValue());
      return false;
    }

    private void goApproximate() {
      approximate = true;
      reals.add(integers);
      if (decimals != null) {
        reals.add(decimals.doubleValue());
      }
    }

    @Override
    public Object result() {
      if (count == 0) {
        return null;
      }
      if (overflow) {
        throw new DoLakeException(
            ErrorCode.NUMERIC_OUT_OF_RANGE,
            "integer overflow in sum()",
            "Use total(), which adds as reals.");
      }
      if (approximate) {
        double sum = reals.result();
        return Double.isNaN(sum) ? null : (Object) sum;
      }
      return decimals == null ? (Object) integers : decimals.add(BigDecimal.valueOf(integers));
    }
  }

  private static final class Total implements Accumulator {
    private final RealSum sum = new RealSum();

    @Override
    public boolean add(Object[] arguments) {
      Object value = Arithmetic.operand(arguments[0]);
      if (value instanceof Long number) {
        sum.add((long) number);
      } else {
        sum.add(((Number) value).doubleValue());
      }
      return false;
    }

    @Override
    public Object result() {
      return sum.result();
    }
  }

  private static final class Average implements Accumulator {
    private final RealSum sum = new RealSum();
    private BigDecimal decimals;
    private long count;

    @Override
    public boolean add(Object[] arguments) {
      count++;
      Object value = Arithmetic.operand(arguments[0]);
      if (value instanceof BigDecimal decimal) {
        decimals = decimals == null ? decimal : decimals.add(decimal);
      } else if (value instanceof Long number) {
        sum.add((long) number);
      } else {
        sum.add(((Number) value).doubleValue());
      }
      return false;
    }

    @Override
    public Object result() {
      if (count == 0) {
        return null;
      }
      if (decimals != null && sum.result() == 0) {
        return decimals.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
      }
      return (sum.result() + (decimals == null ? 0 : decimals.doubleValue())) / count;
    }
  }

  private static final class Extreme implements Accumulator {
    private final int sign;
    private final Collation collation;
    private Object best;

    Extreme(int sign, Collation collation) {
      this.sign = sign;
      this.collation = collation;
    }

    @Override
    public boolean add(Object[] arguments) {
      Object value = arguments[0];
      if (best == null || Values.compare(value, best, collation) * sign > 0) {
        best = value;
        return true;
      }
      return false;
    }

    @Override
    public Object result() {
      return best;
    }
  }

  private static final class Concat implements Accumulator {
    private StringBuilder text;

    @Override
    public boolean add(Object[] arguments) {
      if (text == null) {
        text = new StringBuilder();
      } else {
        String separator = arguments.length > 1 ? TextForm.of(arguments[1]) : ",";
        text.append(separator == null ? "" : separator);
      }
      text.append(TextForm.of(arguments[0]));
      return false;
    }

    @Override
    public Object result() {
      return text == null ? null : text.toString();
    }
  }

  private static final class Every implements Accumulator {
    private Boolean all;

    @Override
    public boolean add(Object[] arguments) {
      all = (all == null || all) && Values.isTrue(arguments[0]);
      return false;
    }

    @Override
    public Object result() {
      return all;
    }
  }

  private static final class Some implements Accumulator {
    private Boolean any;

    @Override
    public boolean add(Object[] arguments) {
      any = (any != null && any) || Values.isTrue(arguments[0]);
      return false;
    }

    @Override
    public Object result() {
      return any;
    }
  }

  /** PostgreSQL's aggregates of no rows are NULL where SQLite's are empty. */
  private static final class NullIfEmpty implements Accumulator {
    private final Accumulator rows;
    private boolean empty = true;

    NullIfEmpty(Accumulator rows) {
      this.rows = rows;
    }

    @Override
    public boolean add(Object[] arguments) {
      empty = false;
      return rows.add(arguments);
    }

    @Override
    public Object result() {
      return empty ? null : rows.result();
    }
  }

  private static final class JsonArrays implements Accumulator {
    private final StringBuilder text = new StringBuilder("[");
    private final boolean json;

    JsonArrays(List<ColumnType> types) {
      this.json = types.get(0).kind() == TypeKind.JSON;
    }

    @Override
    public boolean add(Object[] arguments) {
      if (text.length() > 1) {
        text.append(',');
      }
      Json.append(text, arguments[0], json);
      return false;
    }

    @Override
    public Object result() {
      return text + "]";
    }
  }

  private static final class ArrayElements implements Accumulator {
    private final StringBuilder text = new StringBuilder("[");
    private final ColumnType type;
    private boolean any;

    ArrayElements(ColumnType type) {
      this.type = type;
    }

    @Override
    public boolean add(Object[] arguments) {
      text.append(any ? "," : "");
      Object element = arguments[0];
      boolean truth = type.equals(ColumnType.TRUTH) && element != null;
      Arrays.append(text, type.kind(), truth ? (Object) Values.isTrue(element) : element);
      any = true;
      return false;
    }

    @Override
    public Object result() {
      return any ? text + "]" : null;
    }
  }

  private static final class JsonObjects implements Accumulator {
    private final StringBuilder text = new StringBuilder("{");
    private final boolean json;

    JsonObjects(List<ColumnType> types) {
      this.json = types.get(1).kind() == TypeKind.JSON;
    }

    @Override
    public boolean add(Object[] arguments) {
      if (arguments[0] == null) {
        return false;
      }
      if (text.length() > 1) {
        text.append(',');
      }
      Json.quote(text, TextForm.of(arguments[0]));
      text.append(':');
      Json.append(text, arguments[1], json);
      return false;
    }

    @Override
    public Object result() {
      return text + "}";
    }
  }
}
