package io.dolake.sql.session;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.LockedRead;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.List;

/** A query. */
final class QueryStatementPlan implements StatementPlan {
  private final QueryPlan query;

  QueryStatementPlan(QueryPlan query) {
    this.query = query;
  }

  QueryPlan query() {
    return query;
  }

  @Override
  public List<ResultColumn> columns() {
    return query.columns();
  }

  @Override
  public List<ColumnType> parameterTypes() {
    return query.parameterTypes();
  }

  @Override
  public boolean returnsRows() {
    return true;
  }

  @Override
  public boolean locksRows() {
    return query.locksRows();
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public List<String> explain() {
    return query.explain();
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    return StatementResult.of(
        query.locksRows()
            ? new ListRowSource(LockedRead.run(context, () -> readAll(context)))
            : query.open(context));
  }

  /** All rows are locked before the first one is returned. */
  private List<Object[]> readAll(ExecutionContext context) {
    List<Object[]> rows = new ArrayList<>();
    try (RowSource source = query.open(context)) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        context.step();
        context.memory().reserve(Values.heapBytes(row));
        rows.add(row);
      }
    }
    return rows;
  }
}
