package io.dolake.sql.dml;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import java.util.ArrayList;
import java.util.List;

/** DELETE of the rows a query finds; its rows are the target's columns. */
final class DeletePlan implements StatementPlan {
  private final TableWriter writer;
  private final QueryPlan query;
  private final Returning returning;
  private final List<ColumnType> parameterTypes;

  DeletePlan(
      TableWriter writer, QueryPlan query, Returning returning, List<ColumnType> parameterTypes) {
    this.writer = writer;
    this.query = query;
    this.returning = returning;
    this.parameterTypes = parameterTypes;
  }

  @Override
  public List<ResultColumn> columns() {
    return returning == null ? List.of() : returning.columns();
  }

  @Override
  public List<ColumnType> parameterTypes() {
    return parameterTypes;
  }

  @Override
  public boolean readOnly() {
    return false;
  }

  @Override
  public List<String> explain() {
    List<String> lines = new ArrayList<>();
    lines.add("DELETE FROM " + writer.table().name());
    query.explain().forEach(line -> lines.add("  " + line));
    return lines;
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    Returning.Collector written = new Returning.Collector(returning, context);
    for (Object[] row : BufferedRows.read(query.open(context), context)) {
      context.step();
      if (writer.delete(context, row)) {
        written.add(row);
      }
    }
    TableWriter.endOfStatement(context);
    return written.result();
  }
}
