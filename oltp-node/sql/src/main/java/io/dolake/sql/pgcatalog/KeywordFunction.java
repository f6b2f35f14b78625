package io.dolake.sql.pgcatalog;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.parse.Keywords;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.statement.ListRowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code pg_get_keywords()}: the words that a driver has to quote when they are names. */
final class KeywordFunction implements TableFunction {
  static final String NAME = "pg_get_keywords";

  private static final List<RelationColumn> COLUMNS =
      List.of(
          RelationColumn.of("word", ColumnType.TEXT),
          RelationColumn.of("catcode", ColumnType.TEXT),
          RelationColumn.of("catdesc", ColumnType.TEXT));

  private static final List<Object[]> ROWS = rows();

  private static List<Object[]> rows() {
    List<Object[]> rows = new ArrayList<>();
    for (String word : Keywords.reserved()) {
      rows.add(new Object[] {word.toLowerCase(Locale.ROOT), "R", "reserved"});
    }
    for (String word : Keywords.soft()) {
      rows.add(new Object[] {word.toLowerCase(Locale.ROOT), "U", "unreserved"});
    }
    return rows;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int minArguments() {
    return 0;
  }

  @Override
  public int maxArguments() {
    return 0;
  }

  @Override
  public List<RelationColumn> columns() {
    return COLUMNS;
  }

  @Override
  public double estimatedRowCount() {
    return ROWS.size();
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    return new ListRowSource(ROWS);
  }
}
