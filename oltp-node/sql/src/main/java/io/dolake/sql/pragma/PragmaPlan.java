package io.dolake.sql.pragma;

import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import java.util.List;
import java.util.function.Function;

/** A pragma that asks or sets. */
record PragmaPlan(
    List<ResultColumn> columns, boolean readOnly, Function<ExecutionContext, RowSource> action)
    implements StatementPlan {
  @Override
  public boolean changesSchema() {
    return !readOnly;
  }

  @Override
  public List<String> explain() {
    return List.of("PRAGMA");
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    return StatementResult.of(action.apply(context));
  }
}
