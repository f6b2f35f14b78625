package io.dolake.sql.dml;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowKey;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.storage.Row;
import io.dolake.storage.UniqueViolationException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * UPDATE of the rows a query finds. The query's rows are the target's columns followed by the new
 * values.
 */
final class UpdatePlan extends WritePlan {
  private final QueryPlan query;
  private final int[] ordinals;
  private final boolean[] useDefault;
  private final boolean joined;
  private final ConflictAction onViolation;

  UpdatePlan(
      TableWriter writer,
      QueryPlan query,
      List<Integer> ordinals,
      boolean[] useDefault,
      boolean joined,
      ConflictAction onViolation,
      Returning returning,
      List<ColumnType> parameterTypes) {
    super(writer, returning, parameterTypes);
    this.query = query;
    this.ordinals = ordinals.stream().mapToInt(Integer::intValue).toArray();
    this.useDefault = useDefault;
    this.joined = joined;
    this.onViolation = onViolation;
  }

  @Override
  public List<String> explain() {
    return explained("UPDATE " + writer.table().name(), query.explain());
  }

  @Override
  public ConflictAction onViolation() {
    return onViolation;
  }

  @Override
  void write(ExecutionContext context, Returning.Collector written) {
    writer.triggers().setPolicy(context, onViolation);
    Set<Object> seen = joined ? new HashSet<>() : null;
    for (Object[] found : BufferedRows.readToChange(query, writer, context)) {
      context.step();
      Object[] before = Arrays.copyOf(found, writer.width());
      // With several matches in FROM the first one counts.
      Object[] key = writer.keyOf(before);
      if (seen == null || seen.add(RowKey.of(key, key.length))) {
        Object[] after = update(context, before, found);
        if (after != null) {
          written.add(after);
        }
      }
    }
  }

  private Object[] update(ExecutionContext context, Object[] found, Object[] values) {
    // Locks the row; a newer version of it is an error of its own above READ COMMITTED.
    Row locked = context.transaction().getForUpdate(writer.table().id(), writer.keyOf(found));
    if (locked == null) {
      return null;
    }
    Object[] before = locked.copyOfValues();
    Object[] after = before.clone();
    for (int i = 0; i < ordinals.length; i++) {
      after[ordinals[i]] =
          useDefault[i]
              ? writer.defaultValue(context, ordinals[i])
              : writer.convert(ordinals[i], values[writer.width() + i]);
    }
    RowChange change;
    try {
      change = writer.changed(context, before, after, ordinals);
      if (change == null) {
        return null;
      }
    } catch (DoLakeException e) {
      if (onViolation == ConflictAction.IGNORE && isRowConstraint(e.code())) {
        return null;
      }
      throw e;
    }
    try {
      writer.update(context, change);
      return change.after();
    } catch (UniqueViolationException violation) {
      if (onViolation == ConflictAction.IGNORE) {
        return null;
      }
      if (onViolation != ConflictAction.REPLACE) {
        throw violation;
      }
      return replace(context, change, violation);
    }
  }

  private Object[] replace(
      ExecutionContext context, RowChange change, UniqueViolationException violation) {
    UniqueViolationException current = violation;
    for (int i = 0; i < writer.width() + 1; i++) {
      Row existing = context.transaction().getForUpdate(writer.table().id(), current.existingKey());
      if (existing != null) {
        writer.remove(context, existing.copyOfValues());
      }
      try {
        writer.update(context, change);
        return change.after();
      } catch (UniqueViolationException another) {
        current = another;
      }
    }
    throw current;
  }
}
