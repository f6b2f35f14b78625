package io.dolake.sql.session;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.LockedRead;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import java.util.ArrayList;
import java.util.List;

/** EXPLAIN: the plan as text; with ANALYZE after running it. */
final class ExplainPlan implements StatementPlan {
  private static final List<ResultColumn> COLUMNS =
      List.of(new ResultColumn("QUERY PLAN", ColumnType.TEXT, null, 0));

  private final StatementPlan plan;
  private final boolean analyze;

  ExplainPlan(StatementPlan plan, boolean analyze) {
    this.plan = plan;
    this.analyze = analyze;
  }

  @Override
  public List<ResultColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<ColumnType> parameterTypes() {
    return plan.parameterTypes();
  }

  @Override
  public boolean locksRows() {
    return analyze && plan.locksRows();
  }

  @Override
  public boolean readOnly() {
    return !analyze || plan.readOnly();
  }

  @Override
  public boolean changesSchema() {
    return analyze && plan.changesSchema();
  }

  @Override
  public boolean createsTemporary() {
    return analyze && plan.createsTemporary();
  }

  @Override
  public List<String> explain() {
    return plan.explain();
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    List<Object[]> rows = new ArrayList<>();
    lines(context).forEach(line -> rows.add(new Object[] {line}));
    return StatementResult.of(new ListRowSource(rows));
  }

  private List<String> lines(ExecutionContext context) {
    if (!analyze) {
      return plan.explain();
    }
    if (plan instanceof QueryStatementPlan query) {
      return LockedRead.run(context, () -> query.query().explainAnalyze(context));
    }
    long start = System.nanoTime();
    long rows = 0;
    long affected;
    try (StatementResult result = plan.run(context)) {
      while (result.rows().next() != null) {
        context.step();
        rows++;
      }
      affected = result.affectedRows();
    }
    List<String> lines = new ArrayList<>(plan.explain());
    lines.add(
        String.format(
            "%d rows in %.3f ms",
            plan.readOnly() ? rows : affected, (System.nanoTime() - start) / 1e6));
    return lines;
  }
}
