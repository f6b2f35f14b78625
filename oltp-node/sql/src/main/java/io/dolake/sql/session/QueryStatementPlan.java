package io.dolake.sql.session;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.LockedRead;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
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
    // All rows are locked before the first one is returned.
    return StatementResult.of(
        query.locksRows()
            ? new ListRowSource(LockedRead.rows(context, () -> query.open(context)))
            : query.open(context));
  }
}
