package io.dolake.sql.dml;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import io.dolake.storage.Row;
import io.dolake.storage.UniqueViolationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * UPDATE of the rows a query finds. The query's rows are the target's columns followed by the new
 * values.
 */
final class UpdatePlan implements StatementPlan {
  private final TableWriter writer;
  private final QueryPlan query;
  private final int[] ordinals;
  private final boolean[] useDefault;
  private final boolean joined;
  private final ConflictAction onViolation;
  private final Returning returning;
  private final List<ColumnType> parameterTypes;

  UpdatePlan(
      TableWriter writer,
      QueryPlan query,
      List<Integer> ordinals,
      boolean[] useDefault,
      boolean joined,
      ConflictAction onViolation,
      Returning returning,
      List<ColumnType> parameterTypes) {
    this.writer = writer;
    this.query = query;
    this.ordinals = ordinals.stream().mapToInt(Integer::intValue).toArray();
    this.useDefault = useDefault;
    this.joined = joined;
    this.onViolation = onViolation;
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
  public List<String> explain() {
    List<String> lines = new ArrayList<>();
    lines.add("UPDATE " + writer.table().name());
    query.explain().forEach(line -> lines.add("  " + line));
    return lines;
  }

  @Override
  public ConflictAction onViolation() {
    return onViolation;
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    writer.triggers().setPolicy(context, onViolation);
    Returning.Collector written = new Returning.Collector(returning, context);
    Set<List<Object>> seen = joined ? new HashSet<>() : null;
    for (Object[] found : BufferedRows.read(query.open(context), context)) {
      context.step();
      Object[] before = Arrays.copyOf(found, writer.width());
      // With several matches in FROM the first one counts.
      if (seen == null || seen.add(Arrays.asList(writer.keyOf(before)))) {
        Object[] after = update(context, before, found);
        if (after != null) {
          written.add(after);
        }
      }
    }
    TableWriter.endOfStatement(context);
    return written.result();
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
      boolean rowConstraint =
          e.code() == ErrorCode.NOT_NULL_VIOLATION || e.code() == ErrorCode.CHECK_VIOLATION;
      if (onViolation == ConflictAction.IGNORE && rowConstraint) {
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
