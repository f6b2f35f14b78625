package io.dolake.sql.dml;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.storage.Row;
import java.util.List;

/** UPDATE of the row with a given primary key. */
final class PointUpdatePlan extends WritePlan {
  private final InputValue[] key;
  private final int[] ordinals;
  private final CompiledExpression[] values;

  PointUpdatePlan(
      TableWriter writer,
      InputValue[] key,
      List<Integer> ordinals,
      CompiledExpression[] values,
      Returning returning,
      List<ColumnType> parameterTypes) {
    super(writer, returning, parameterTypes);
    this.key = key;
    this.ordinals = ordinals.stream().mapToInt(Integer::intValue).toArray();
    this.values = values;
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
  void write(ExecutionContext context, Returning.Collector written) {
    Object[] keyValues = KeyCondition.evaluate(key, context);
    Row row =
        keyValues == null
            ? null
            : context.transaction().getForUpdate(writer.table().id(), keyValues);
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
    }
  }
}
