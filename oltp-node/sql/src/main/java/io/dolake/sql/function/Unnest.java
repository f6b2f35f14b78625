package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.types.TextForm;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code unnest(array, ...)}: a column for each array and as many rows as the longest has elements;
 * the others are filled up with NULL.
 */
public final class Unnest implements TableFunction {
  private static final int MAX_ARRAYS = 1_000;

  private final List<ColumnType> types;
  private final List<RelationColumn> columns;

  public Unnest() {
    this(List.of(ColumnType.ANY));
  }

  private Unnest(List<ColumnType> types) {
    this.types = types;
    this.columns = types.stream().map(Unnest::column).toList();
  }

  private static RelationColumn column(ColumnType type) {
    return RelationColumn.of("unnest", type.isArray() ? type.elementType() : ColumnType.ANY);
  }

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
    return MAX_ARRAYS;
  }

  @Override
  public List<RelationColumn> columns() {
    return columns;
  }

  @Override
  public TableFunction forArguments(List<ColumnType> argumentTypes) {
    return new Unnest(List.copyOf(argumentTypes));
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    List<List<Object>> arrays = new ArrayList<>(arguments.length);
    int longest = 0;
    for (int i = 0; i < arguments.length; i++) {
      List<Object> elements = elements(types.get(i), arguments[i]);
      longest = Math.max(longest, elements.size());
      arrays.add(elements);
    }
    int count = longest;
    return new RowSource() {
      private int next;

      @Override
      public Object[] next() {
        if (next == count) {
          return null;
        }
        Object[] row = new Object[arrays.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = next < arrays.get(i).size() ? arrays.get(i).get(next) : null;
        }
        next++;
        return row;
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    };
  }

  private static List<Object> elements(ColumnType type, Object array) {
    if (array == null) {
      return List.of();
    }
    return type.isArray()
        ? Arrays.elements(TextForm.of(array), type.elementKind())
        : Arrays.elements(TextForm.of(array));
  }
}
