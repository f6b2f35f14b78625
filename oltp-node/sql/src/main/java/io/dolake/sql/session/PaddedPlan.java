package io.dolake.sql.session;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import java.util.ArrayList;
import java.util.List;

/** A plan with ANY for parameters whose type nothing told the planner. */
final class PaddedPlan implements StatementPlan {
  private final StatementPlan plan;
  private final List<ColumnType> parameterTypes;

  PaddedPlan(StatementPlan plan, int parameterCount) {
    this.plan = plan;
    List<ColumnType> types = new ArrayList<>(plan.parameterTypes());
    while (types.size() < parameterCount) {
      types.add(ColumnType.ANY);
    }
    parameterTypes = List.copyOf(types);
  }

  @Override
  public List<ColumnType> parameterTypes() {
    return parameterTypes;
  }

  @Override
  public List<ResultColumn> columns() {
    return plan.columns();
  }

  @Override
  public boolean locksRows() {
    return plan.locksRows();
  }

  @Override
  public boolean readOnly() {
    return plan.readOnly();
  }

  @Override
  public boolean changesSchema() {
    return plan.changesSchema();
  }

  @Override
  public boolean createsTemporary() {
    return plan.createsTemporary();
  }

  @Override
  public boolean atomic() {
    return plan.atomic();
  }

  @Override
  public boolean shortRunning() {
    return plan.shortRunning();
  }

  @Override
  public ConflictAction onViolation() {
    return plan.onViolation();
  }

  @Override
  public List<String> explain() {
    return plan.explain();
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    return plan.run(context);
  }
}
