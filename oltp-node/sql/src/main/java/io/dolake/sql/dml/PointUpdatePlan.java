package io.dolake.sql.dml;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import io.dolake.storage.Row;
import java.util.List;

/** UPDATE of the row with a given primary key. */
final class PointUpdatePlan implements StatementPlan {
  private final TableWriter writer;
  private final InputValue[] key;
  private final int[] ordinals;
  private final CompiledExpression[] values;
  private final Returning returning;
  private final List<ColumnType> parameterTypes;

  PointUpdatePlan(
      TableWriter writer,
      InputValue[] key,
      List<Integer> ordinals,
      CompiledExpression[] values,
      Returning returning,
      List<ColumnType> parameterTypes) {
    this.writer = writer;
    this.key = key;
    this.ordinals = ordinals.stream().mapToInt(Integer::intValue).toArray();
    this.values = values;
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
  public boolean atomic() {
    return writer.isolated() && returning == null;
  }

  @Override
  public boolean shortRunning() {
    return writer.isolated();
  }

  @Override
  public List<String> explain() {
    return List.of("UPDATE " + writer.table().name() + " BY PRIMARY KEY");
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    Object[] keyValues = KeyCondition.evaluate(key, context);
    Row row =
        keyValues == null
            ? null
            : context.transaction().getForUpdate(writer.table().id(), keyValues);
    Returning.Collector written = new Returning.Collector(returning, context);
    if (row != null) {
      Object[] before = row.copyOfValues();
      Object[] after = before.clone();
      for (int i = 0; i < ordinals.length; i++) {
        after[ordinals[i]] =
            values[i] == null
                ? writer.defaultValue(context, ordinals[i])
                : writer.convert(ordinals[i], values[i].eval(before, context));
      }
      RowChange change = writer.changed(context, before, after, ordinals);
      if (change != null) {
        writer.update(context, change);
        written.add(change.after());
      }
      if (!writer.isolated()) {
        TableWriter.endOfStatement(context);
      }
    }
    return written.result();
  }
}
