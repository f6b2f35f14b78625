package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.TextForm;
import java.util.List;

/** {@code generate_subscripts(array, 1)}: the positions of an array's elements, from 1. */
public final class GenerateSubscripts implements TableFunction {
  private static final List<RelationColumn> COLUMNS =
      List.of(RelationColumn.of("generate_subscripts", ColumnType.INTEGER));

  @Override
  public String name() {
    return "generate_subscripts";
  }

  @Override
  public int minArguments() {
    return 2;
  }

  @Override
  public int maxArguments() {
    return 2;
  }

  @Override
  public List<RelationColumn> columns() {
    return COLUMNS;
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    if (arguments[0] == null || arguments[1] == null || Arithmetic.toLong(arguments[1]) != 1) {
      return RowSource.EMPTY; // there is one dimension
    }
    long count = Arrays.elements(TextForm.of(arguments[0])).size();
    return new RowSource() {
      private long last;

      @Override
      public Object[] next() {
        return last < count ? new Object[] {++last} : null;
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    };
  }
}
