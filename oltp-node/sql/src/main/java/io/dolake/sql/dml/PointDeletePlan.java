package io.dolake.sql.dml;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.storage.Row;
import java.util.List;

/** DELETE of the row with a given primary key. */
final class PointDeletePlan extends WritePlan {
  private final InputValue[] key;

  PointDeletePlan(
      TableWriter writer, InputValue[] key, Returning returning, List<ColumnType> parameterTypes) {
    super(writer, returning, parameterTypes);
    this.key = key;
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
  void write(ExecutionContext context, Returning.Collector written) {
    Object[] keyValues = KeyCondition.evaluate(key, context);
    if (keyValues == null) {
      return;
    }
    if (returning == null && writer.unreferenced()) {
      if (context.transaction().delete(writer.table().id(), keyValues)) {
        written.add(keyValues);
      }
      return;
    }
    Row row = context.transaction().getForUpdate(writer.table().id(), keyValues);
    if (row != null) {
      Object[] values = row.copyOfValues();
      if (writer.delete(context, values)) {
        written.add(values);
      }
    }
  }
}
