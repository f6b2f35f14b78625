package io.dolake.sql.dml;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.plan.QueryPlan;
import java.util.List;

/** DELETE of the rows a query finds; its rows are the target's columns. */
final class DeletePlan extends WritePlan {
  private final QueryPlan query;

  DeletePlan(
      TableWriter writer, QueryPlan query, Returning returning, List<ColumnType> parameterTypes) {
    super(writer, returning, parameterTypes);
    this.query = query;
  }

  @Override
  public List<String> explain() {
    return explained("DELETE FROM " + writer.table().name(), query.explain());
  }

  @Override
  void write(ExecutionContext context, Returning.Collector written) {
    for (Object[] row : BufferedRows.readToChange(query, writer, context)) {
      context.step();
      if (writer.delete(context, row)) {
        written.add(row);
      }
    }
  }
}
