package io.dolake.sql.dml;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.storage.Row;
import io.dolake.storage.UniqueViolationException;
import java.util.Arrays;
import java.util.List;

/** INSERT of rows from VALUES or a query. */
final class InsertPlan extends WritePlan {
  /** Most rows one REPLACE can have in its way. */
  private static final int MAX_REPLACED = 64;

  /** Where the new rows come from: each row has the values of the columns named. */
  interface Source {
    RowSource open(ExecutionContext context);

    /** Whether it gives one row, of parameters, literals and plain expressions. */
    boolean singleRow();

    List<String> explain();
  }

  /** Stands for DEFAULT in a source's row. */
  static final Object DEFAULT = new Object();

  /** For each column of the table its place in the source's rows, or -1. */
  private final int[] places;

  private final Source source;
  private final ConflictAction onViolation;
  private final List<UpsertAction> upserts;

  InsertPlan(
      TableWriter writer,
      int[] targets,
      Source source,
      ConflictAction onViolation,
      List<UpsertAction> upserts,
      Returning returning,
      List<ColumnType> parameterTypes) {
    super(writer, returning, parameterTypes);
    this.places = new int[writer.width()];
    Arrays.fill(places, -1);
    for (int i = 0; i < targets.length; i++) {
      places[targets[i]] = i;
    }
    this.source = source;
    this.onViolation = onViolation;
    this.upserts = List.copyOf(upserts);
  }

  @Override
  public boolean atomic() {
    return source.singleRow()
        && writer.isolated()
        && onViolation != ConflictAction.REPLACE
        && returning == null;
  }

  @Override
  public boolean shortRunning() {
    return source.singleRow() && writer.isolated();
  }

  @Override
  public List<String> explain() {
    return explained("INSERT INTO " + writer.table().name(), source.explain());
  }

  @Override
  public ConflictAction onViolation() {
    return onViolation;
  }

  @Override
  void write(ExecutionContext context, Returning.Collector written) {
    writer.triggers().setPolicy(context, onViolation);
    long rowId = Long.MIN_VALUE;
    try (RowSource rows = source.open(context)) {
      for (Object[] given = rows.next(); given != null; given = rows.next()) {
        context.step();
        Object[] row = insert(context, given);
        if (row != null) {
          written.add(row);
          rowId = writer.rowIdOrdinal() < 0 ? rowId : (Long) row[writer.rowIdOrdinal()];
        }
      }
    }
    if (rowId != Long.MIN_VALUE) {
      ((WriteSession) context.session()).setLastInsertRowId(rowId);
    }
  }

  /** Inserts one row; returns it as it is in the table now, or null when it was left out. */
  private Object[] insert(ExecutionContext context, Object[] given) {
    Object[] row;
    try {
      row = writer.completed(context, row(context, given));
    } catch (DoLakeException e) {
      if (onViolation == ConflictAction.IGNORE && isRowConstraint(e.code())) {
        return null;
      }
      throw e;
    }
    if (row == null) {
      return null;
    }
    for (int replaced = 0; ; replaced++) {
      try {
        writer.insert(context, row);
        return row;
      } catch (UniqueViolationException violation) {
        for (int i = 0; i < upserts.size(); i++) {
          Object[] existingKey = upserts.get(i).conflict(context, row, violation);
          if (existingKey != null) {
            return upserts.get(i).resolve(context, row, existingKey);
          }
        }
        if (onViolation == ConflictAction.IGNORE) {
          return null;
        }
        if (onViolation != ConflictAction.REPLACE || replaced >= MAX_REPLACED) {
          throw violation;
        }
        remove(context, violation);
      }
    }
  }

  private void remove(ExecutionContext context, UniqueViolationException violation) {
    Row existing = context.transaction().getForUpdate(writer.table().id(), violation.existingKey());
    if (existing == null) {
      throw violation;
    }
    writer.remove(context, existing.copyOfValues());
  }

  private Object[] row(ExecutionContext context, Object[] given) {
    Object[] row = new Object[places.length];
    for (int i = 0; i < row.length; i++) {
      Object value = places[i] < 0 ? DEFAULT : given[places[i]];
      if (value == DEFAULT) {
        row[i] = writer.isGenerated(i) ? null : writer.defaultValue(context, i);
      } else {
        row[i] = writer.convert(i, value);
      }
    }
    return row;
  }
}
