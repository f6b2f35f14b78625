package io.dolake.sql.dml;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import io.dolake.storage.Row;
import java.util.List;

/** DELETE of the row with a given primary key. */
final class PointDeletePlan implements StatementPlan {
  private final TableWriter writer;
  private final InputValue[] key;
  private final Returning returning;
  private final List<ColumnType> parameterTypes;

  PointDeletePlan(
      TableWriter writer, InputValue[] key, Returning returning, List<ColumnType> parameterTypes) {
    this.writer = writer;
    this.key = key;
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
    return writer.unreferenced() && returning == null;
  }

  @Override
  public boolean shortRunning() {
    return writer.unreferenced();
  }

  @Override
  public List<String> explain() {
    return List.of("DELETE FROM " + writer.table().name() + " BY PRIMARY KEY");
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    Object[] keyValues = KeyCondition.evaluate(key, context);
    if (keyValues == null) {
      return new Returning.Collector(returning, context).result();
    }
    if (returning == null && writer.unreferenced()) {
      boolean deleted = context.transaction().delete(writer.table().id(), keyValues);
      return StatementResult.affected(deleted ? 1 : 0);
    }
    Returning.Collector written = new Returning.Collector(returning, context);
    Row row = context.transaction().getForUpdate(writer.table().id(), keyValues);
    if (row != null) {
      Object[] values = row.copyOfValues();
      if (writer.delete(context, values)) {
        written.add(values);
      }
      TableWriter.endOfStatement(context);
    }
    return written.result();
  }
}
