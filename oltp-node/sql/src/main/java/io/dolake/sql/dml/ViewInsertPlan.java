package io.dolake.sql.dml;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.parse.TriggerTiming;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import java.util.ArrayList;
import java.util.List;

/** INSERT into a view: each row goes to its INSTEAD OF triggers. */
record ViewInsertPlan(
    ViewTarget view,
    int[] targets,
    InsertPlan.Source source,
    ConflictAction onViolation,
    List<ColumnType> parameterTypes)
    implements StatementPlan {
  @Override
  public boolean readOnly() {
    return false;
  }

  @Override
  public List<String> explain() {
    List<String> lines = new ArrayList<>();
    lines.add("INSERT INTO " + view.shape().name() + " BY INSTEAD OF TRIGGERS");
    source.explain().forEach(line -> lines.add("  " + line));
    return lines;
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    view.triggers().setPolicy(context, onViolation);
    long count = 0;
    try (RowSource rows = source.open(context)) {
      for (Object[] given = rows.next(); given != null; given = rows.next()) {
        context.step();
        Object[] row = new Object[view.shape().columns().size()];
        for (int i = 0; i < targets.length; i++) {
          row[targets[i]] = given[i] == InsertPlan.DEFAULT ? null : given[i];
        }
        view.triggers()
            .fire(TriggerTiming.INSTEAD_OF, TriggerEvent.INSERT, context, null, row, null);
        count++;
      }
    }
    TableWriter.endOfStatement(context);
    return StatementResult.affected(count);
  }
}
