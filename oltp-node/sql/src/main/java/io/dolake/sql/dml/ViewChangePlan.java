package io.dolake.sql.dml;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.parse.TriggerTiming;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * UPDATE or DELETE of a view: each row that the query finds goes to its INSTEAD OF triggers. The
 * query's rows are the view's columns followed by the values of the assigned ones.
 */
record ViewChangePlan(
    ViewTarget view,
    TriggerEvent event,
    QueryPlan query,
    int[] ordinals,
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
    lines.add(event + " " + view.shape().name() + " BY INSTEAD OF TRIGGERS");
    query.explain().forEach(line -> lines.add("  " + line));
    return lines;
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    view.triggers().setPolicy(context, onViolation);
    int width = view.shape().columns().size();
    long count = 0;
    for (Object[] found : BufferedRows.read(query, context)) {
      context.step();
      Object[] before = Arrays.copyOf(found, width);
      Object[] after = event == TriggerEvent.DELETE ? null : before.clone();
      for (int i = 0; i < ordinals.length; i++) {
        after[ordinals[i]] = found[width + i];
      }
      view.triggers().fire(TriggerTiming.INSTEAD_OF, event, context, before, after, ordinals);
      count++;
    }
    TableWriter.endOfStatement(context);
    return StatementResult.affected(count);
  }
}
