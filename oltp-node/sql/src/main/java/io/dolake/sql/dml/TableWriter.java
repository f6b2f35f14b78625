package io.dolake.sql.dml;

import io.dolake.common.catalog.CheckDef;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ConstraintViolationException;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.parse.TriggerTiming;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.RowIds;
import io.dolake.sql.types.Values;
import io.dolake.storage.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * How rows get into one table, change and leave it: defaults, generated columns, conversion to the
 * columns' types, NOT NULL, CHECK and foreign keys around the store's own operations. Rows are
 * arrays in column order. Immutable and thread-safe.
 */
public final class TableWriter {
  private record Check(String name, CompiledExpression condition) {}

  private final TableDef table;
  private final ColumnType[] types;
  private final String[] names;
  private final boolean[] required;
  private final boolean[] numbered;

  /** Columns whose counter is a sequence of its own. */
  private final boolean[] sequenced;

  private final int[] keyOrdinals;
  private final int rowIdOrdinal;
  private final CompiledExpression[] defaults;
  private final GeneratedColumns generated;
  private final int[] generatedOrder;
  private final List<Check> checks = new ArrayList<>();
  private final ForeignKeys foreignKeys;
  private final Triggers triggers;

  TableWriter(Planning planning, TableDef table, TableWriters writers) {
    this.table = table;
    int width = table.columns().size();
    types = new ColumnType[width];
    names = new String[width];
    required = new boolean[width];
    numbered = new boolean[width];
    sequenced = new boolean[width];
    defaults = new CompiledExpression[width];
    keyOrdinals =
        table.primaryKey().stream().mapToInt(part -> table.ordinalOf(part.columnId())).toArray();
    rowIdOrdinal = RowIds.ordinal(table);
    for (int i = 0; i < width; i++) {
      ColumnDef column = table.columns().get(i);
      types[i] = column.type();
      names[i] = column.name();
      required[i] = !column.nullable();
      sequenced[i] = column.autoIncrement();
      numbered[i] =
          column.autoIncrement()
              || column.hidden()
              || (i == rowIdOrdinal && column.declaredType().equalsIgnoreCase("INTEGER"));
      if (column.defaultExpression() != null) {
        defaults[i] = planning.compileStored(column.defaultExpression(), RowScope.EMPTY);
      }
    }
    for (int ordinal : keyOrdinals) {
      required[ordinal] = true;
    }
    generated = new GeneratedColumns(planning, table);
    generatedOrder = generated.order().stream().mapToInt(Integer::intValue).toArray();
    RowScope scope = RowScope.of(table);
    for (CheckDef check : table.checks()) {
      checks.add(new Check(check.name(), planning.compileStored(check.expression(), scope)));
    }
    foreignKeys = new ForeignKeys(planning.catalog(), table, writers);
    triggers = Triggers.of(planning, table);
  }

  public TableDef table() {
    return table;
  }

  public int width() {
    return types.length;
  }

  public ColumnType type(int ordinal) {
    return types[ordinal];
  }

  public boolean isGenerated(int ordinal) {
    return generated.isGenerated(ordinal);
  }

  /** Whether writing one row touches no other row. */
  public boolean isolated() {
    return foreignKeys.none() && triggers.none();
  }

  /** Whether deleting a row, or changing its key, touches no other row. */
  public boolean unreferenced() {
    return foreignKeys.noneIncoming() && triggers.none();
  }

  Triggers triggers() {
    return triggers;
  }

  /** Ordinal of the column whose value {@code last_insert_rowid()} tells, or -1. */
  public int rowIdOrdinal() {
    return rowIdOrdinal;
  }

  public Object[] keyOf(Object[] row) {
    Object[] key = new Object[keyOrdinals.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = row[keyOrdinals[i]];
    }
    return key;
  }

  public Object convert(int ordinal, Object value) {
    return ColumnAssignment.convert(types[ordinal], value, names[ordinal]);
  }

  /** Value that a column has in a new row that gives none. */
  public Object defaultValue(ExecutionContext context, int ordinal) {
    CompiledExpression expression = defaults[ordinal];
    return expression == null ? null : convert(ordinal, expression.eval(EMPTY_ROW, context));
  }

  private static final Object[] EMPTY_ROW = {};

  Object[] defaults(ExecutionContext context, int[] ordinals) {
    Object[] values = new Object[ordinals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = defaultValue(context, ordinals[i]);
    }
    return values;
  }

  /**
   * Makes a new row fit to be inserted: values are converted already; numbers are drawn where there
   * are none; BEFORE triggers fire; generated columns, NOT NULL and CHECK. Null when a trigger
   * leaves the row out.
   */
  public Object[] completed(ExecutionContext context, Object[] row) {
    for (int i = 0; i < row.length; i++) {
      if (numbered[i] && row[i] == null) {
        long number = context.transaction().allocateRowId(table.id());
        if (sequenced[i]) {
          context.session().sequences().drew(table.id(), number);
        }
        row[i] = number;
      }
    }
    return before(TriggerEvent.INSERT, context, null, row, null) ? checked(context, row) : null;
  }

  /**
   * Makes a row fit to replace another: BEFORE triggers fire, and what they changed in the row
   * stays where nothing is assigned; generated columns, NOT NULL and CHECK. Null when a trigger
   * leaves the row alone or it is gone.
   */
  RowChange changed(ExecutionContext context, Object[] before, Object[] after, int[] assigned) {
    Object[] current = before;
    Object[] result = after;
    if (triggers.has(TriggerTiming.BEFORE, TriggerEvent.UPDATE)) {
      if (!before(TriggerEvent.UPDATE, context, before, after, assigned)) {
        return null;
      }
      current = current(context, before);
      if (current == null) {
        return null;
      }
      result = current.clone();
      for (int ordinal : assigned) {
        result[ordinal] = after[ordinal];
      }
    }
    return new RowChange(current, checked(context, result), assigned);
  }

  private boolean before(
      TriggerEvent event,
      ExecutionContext context,
      Object[] before,
      Object[] after,
      int[] assigned) {
    if (triggers.none()) {
      return true;
    }
    if (after != null) {
      generate(context, after);
    }
    return triggers.fire(TriggerTiming.BEFORE, event, context, before, after, assigned);
  }

  private void generate(ExecutionContext context, Object[] row) {
    for (int i = 0; i < generatedOrder.length; i++) {
      int ordinal = generatedOrder[i];
      row[ordinal] = convert(ordinal, generated.expression(ordinal).eval(row, context));
    }
  }

  /** Computes generated columns and enforces NOT NULL and CHECK on a whole row. */
  public Object[] checked(ExecutionContext context, Object[] row) {
    generate(context, row);
    for (int i = 0; i < row.length; i++) {
      if (required[i] && row[i] == null) {
        throw violation(
            ErrorCode.NOT_NULL_VIOLATION,
            "column \"" + names[i] + "\" of table \"" + table.name() + "\" must not be NULL",
            names[i],
            null);
      }
    }
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      Object result = check.condition().eval(row, context);
      if (result != null && !Values.isTrue(result)) {
        throw violation(
            ErrorCode.CHECK_VIOLATION,
            "row of table \"" + table.name() + "\" violates check \"" + check.name() + "\"",
            null,
            check.name());
      }
    }
    return row;
  }

  private DoLakeException violation(
      ErrorCode code, String message, String column, String constraint) {
    return new ConstraintViolationException(
        code, message, table.schema(), table.name(), column, constraint);
  }

  /**
   * Inserts a completed row and fires AFTER triggers. UNIQUE_VIOLATION from the store leaves
   * everything as it was.
   */
  public void insert(ExecutionContext context, Object[] row) {
    context.transaction().insert(table.id(), row);
    foreignKeys.rowWritten(context, null, row);
    triggers.fire(TriggerTiming.AFTER, TriggerEvent.INSERT, context, null, row, null);
  }

  /** Replaces a row as {@link #changed} made it. */
  void update(ExecutionContext context, RowChange change) {
    Object[] before = change.before();
    Object[] after = change.after();
    if (context.transaction().update(table.id(), keyOf(before), after)) {
      foreignKeys.rowReplaced(context, before, after);
      foreignKeys.rowWritten(context, before, after);
      triggers.fire(
          TriggerTiming.AFTER, TriggerEvent.UPDATE, context, before, after, change.assigned());
    }
  }

  /** Deletes a row; false when it is gone or a trigger leaves it. */
  boolean delete(ExecutionContext context, Object[] row) {
    if (triggers.none()) {
      return remove(context, row);
    }
    Object[] current = current(context, row);
    if (current == null
        || !triggers.fire(TriggerTiming.BEFORE, TriggerEvent.DELETE, context, current, null, null)
        || !remove(context, current)) {
      return false;
    }
    triggers.fire(TriggerTiming.AFTER, TriggerEvent.DELETE, context, current, null, null);
    return true;
  }

  /** The row as it is now, which a trigger may have changed; null when it is gone. */
  private Object[] current(ExecutionContext context, Object[] row) {
    Row current = context.transaction().getForUpdate(table.id(), keyOf(row));
    return current == null ? null : current.copyOfValues();
  }

  /** Deletes a row that another takes the place of: no trigger fires. False when it was gone. */
  boolean remove(ExecutionContext context, Object[] row) {
    boolean deleted = context.transaction().delete(table.id(), keyOf(row));
    if (deleted) {
      foreignKeys.rowReplaced(context, row, null);
    }
    return deleted;
  }

  /** Fails unless a row that is in the table satisfies its constraints. */
  public void verify(ExecutionContext context, Object[] row) {
    checked(context, row.clone());
    foreignKeys.rowWritten(context, null, row);
  }

  /** Runs the checks that waited for the end of the statement. */
  public static void endOfStatement(ExecutionContext context) {
    ForeignKeys.endOfStatement(context);
  }
}
