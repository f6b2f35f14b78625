package io.dolake.sql.function;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.types.Arithmetic;
import java.util.List;

/** {@code generate_series(start, stop [, step])} over integers. */
public final class GenerateSeries implements TableFunction {
  private static final List<RelationColumn> COLUMNS =
      List.of(
          RelationColumn.of("value", ColumnType.INTEGER),
          new RelationColumn("start", ColumnType.INTEGER, Collation.BINARY, true),
          new RelationColumn("stop", ColumnType.INTEGER, Collation.BINARY, true),
          new RelationColumn("step", ColumnType.INTEGER, Collation.BINARY, true));

  @Override
  public String name() {
    return "generate_series";
  }

  @Override
  public int minArguments() {
    return 1;
  }

  @Override
  public int maxArguments() {
    return 3;
  }

  @Override
  public List<RelationColumn> columns() {
    return COLUMNS;
  }

  @Override
  public double estimatedRowCount() {
    return 1_000;
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    for (Object argument : arguments) {
      if (argument == null) {
        return RowSource.EMPTY;
      }
    }
    long start = Arithmetic.toLong(arguments[0]);
    long stop = arguments.length > 1 ? Arithmetic.toLong(arguments[1]) : 4294967295L;
    long given = arguments.length > 2 ? Arithmetic.toLong(arguments[2]) : 1;
    long step = given == 0 ? 1 : given;
    return new RowSource() {
      private long next = start;
      private boolean done;

      @Override
      public Object[] next() {
        if (done || (step > 0 ? next > stop : next < stop)) {
          return null;
        }
        Object[] row = {next, start, stop, step};
        long following = next + step;
        done = ((next ^ following) & (step ^ following)) < 0;
        next = following;
        return row;
      }

      @Override
      public void close() {}
    };
  }
}
