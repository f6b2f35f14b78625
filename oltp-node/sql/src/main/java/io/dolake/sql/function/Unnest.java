package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.types.TextForm;
import java.util.Iterator;
import java.util.List;

/** {@code unnest(array)}: a row for each element of an array, which is JSON or {@code {a,b}}. */
public final class Unnest implements TableFunction {
  private static final List<RelationColumn> COLUMNS =
      List.of(RelationColumn.of("unnest", ColumnType.ANY));

  @Override
  public String name() {
    return "unnest";
  }

  @Override
  public int minArguments() {
    return 1;
  }

  @Override
  public int maxArguments() {
    return 1;
  }

  @Override
  public List<RelationColumn> columns() {
    return COLUMNS;
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    if (arguments[0] == null) {
      return RowSource.EMPTY;
    }
    Iterator<?> elements = Arrays.elements(TextForm.of(arguments[0])).iterator();
    return new RowSource() {
      @Override
      public Object[] next() {
        return elements.hasNext() ? new Object[] {elements.next()} : null;
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    };
  }
}
