package io.dolake.sql.pragma;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.statement.ListRowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** An introspection pragma: rows computed from the catalog. */
final class PragmaFunction implements TableFunction {
  private final String name;
  private final int minArguments;
  private final int maxArguments;
  private final List<RelationColumn> columns;
  private final BiFunction<Catalog, String, List<Object[]>> rows;

  /**
   * @param columns names, with {@code *} behind those of text
   * @param rows from the catalog and the argument, which is null if there is none
   */
  PragmaFunction(
      String name,
      int minArguments,
      int maxArguments,
      List<String> columns,
      BiFunction<Catalog, String, List<Object[]>> rows) {
    this.name = name;
    this.minArguments = minArguments;
    this.maxArguments = maxArguments;
    List<RelationColumn> made = new ArrayList<>();
    for (String column : columns) {
      boolean text = column.endsWith("*");
      made.add(
          RelationColumn.of(
              text ? column.substring(0, column.length() - 1) : column,
              text ? ColumnType.TEXT : ColumnType.INTEGER));
    }
    this.columns = List.copyOf(made);
    this.rows = rows;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int minArguments() {
    return minArguments;
  }

  @Override
  public int maxArguments() {
    return maxArguments;
  }

  @Override
  public List<RelationColumn> columns() {
    return columns;
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    String argument =
        arguments.length == 0 || arguments[0] == null ? null : String.valueOf(arguments[0]);
    return new ListRowSource(rows.apply(context.transaction().catalog(), argument));
  }
}
