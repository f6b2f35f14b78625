package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.sql.types.TextForm;
import java.util.List;

/** {@code pg_options_to_table(array)}: names and values of options written {@code name=value}. */
public final class OptionsTable implements TableFunction {
  private static final List<RelationColumn> COLUMNS =
      List.of(
          RelationColumn.of("option_name", ColumnType.TEXT),
          RelationColumn.of("option_value", ColumnType.TEXT));

  @Override
  public String name() {
    return "pg_options_to_table";
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
    List<Object> options =
        arguments[0] == null ? List.of() : Arrays.elements(TextForm.of(arguments[0]));
    return new ListRowSource(options.stream().map(option -> row(TextForm.of(option))).toList());
  }

  private static Object[] row(String option) {
    int equals = option.indexOf('=');
    return equals < 0
        ? new Object[] {option, null}
        : new Object[] {option.substring(0, equals), option.substring(equals + 1)};
  }
}
