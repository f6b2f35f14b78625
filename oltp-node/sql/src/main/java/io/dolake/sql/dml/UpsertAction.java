package io.dolake.sql.dml;

import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.parse.IndexedColumn;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.parse.Upsert;
import io.dolake.sql.statement.Planning;
import io.dolake.storage.KeyRange;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.UniqueViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;

/** What one ON CONFLICT clause does when its unique key is violated. Immutable. */
final class UpsertAction {
  private final TableWriter writer;

  /** Lower case name of the constraint it is about, or null for any. */
  private final String constraint;

  private final boolean update;
  private final int[] ordinals;
  private final CompiledExpression[] values;
  private final CompiledExpression condition;

  UpsertAction(Planning planning, TableWriter writer, String qualifier, Upsert upsert) {
    this.writer = writer;
    this.constraint = constraintOf(planning, writer.table(), upsert);
    this.update = !upsert.doNothing();
    if (!update) {
      ordinals = new int[0];
      values = new CompiledExpression[0];
      condition = null;
      return;
    }
    TableDef table = writer.table();
    RowScope scope = RowScope.of(table, qualifier).and(RowScope.of(table, "excluded"));
    TargetQualifier names = new TargetQualifier(table, qualifier);
    SetClause set = SetClause.of(planning, table, upsert.assignments());
    ordinals = set.ordinals().stream().mapToInt(Integer::intValue).toArray();
    values = new CompiledExpression[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      SqlNode value = set.values().get(i);
      values[i] = value == null ? null : planning.compile(value.accept(names), scope);
    }
    condition =
        upsert.where() == null ? null : planning.compile(upsert.where().accept(names), scope);
  }

  private static String constraintOf(Planning planning, TableDef table, Upsert upsert) {
    if (upsert.constraint() != null) {
      return upsert.constraint().getSimple().toLowerCase(Locale.ROOT);
    }
    if (upsert.target().isEmpty()) {
      return null;
    }
    List<Object> wanted = new ArrayList<>();
    for (IndexedColumn part : upsert.target()) {
      wanted.add(
          part.column() != null
              ? (Object) table.columns().get(planning.column(table, part.column())).id()
              : normal(part.expression().text()));
    }
    if (sameParts(table.primaryKey(), wanted)) {
      return primaryKeyName(table);
    }
    for (IndexDef index : planning.catalog().indexesOf(table.id())) {
      boolean partial = index.predicate() != null && upsert.targetWhere() == null;
      if (index.unique() && !partial && sameParts(index.columns(), wanted)) {
        return index.name().toLowerCase(Locale.ROOT);
      }
    }
    throw new SqlException(
        ErrorCode.INVALID_DEFINITION,
        "ON CONFLICT does not match any primary key or unique index of table \""
            + table.name()
            + "\"",
        null,
        SqlParser.characterPosition(planning.context().text(), upsert.position()));
  }

  static String primaryKeyName(TableDef table) {
    return (table.name() + "_pkey").toLowerCase(Locale.ROOT);
  }

  private static String normal(String expression) {
    return expression.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
  }

  private static boolean sameParts(List<KeyColumn> key, List<Object> wanted) {
    List<Object> parts = new ArrayList<>();
    for (KeyColumn part : key) {
      parts.add(part.expression() == null ? (Object) part.columnId() : normal(part.expression()));
    }
    return parts.size() == wanted.size() && parts.containsAll(wanted);
  }

  /**
   * Key of the row that this clause's constraint finds in the way, or null. The store tells the
   * first constraint it finds violated; the clause's own may be violated as well, and then counts
   * before others, as in SQLite.
   */
  Object[] conflict(
      ExecutionContext context, Object[] proposed, UniqueViolationException violation) {
    if (constraint == null || constraint.equalsIgnoreCase(violation.constraint())) {
      return violation.existingKey();
    }
    TableDef table = writer.table();
    if (constraint.equals(primaryKeyName(table))) {
      Object[] key = writer.keyOf(proposed);
      return context.transaction().get(table.id(), key) == null ? null : key;
    }
    Optional<IndexDef> index = context.transaction().catalog().index(constraint);
    if (index.isEmpty()) {
      return null;
    }
    Object[] values = new Object[index.get().columns().size()];
    for (int i = 0; i < values.length; i++) {
      KeyColumn part = index.get().columns().get(i);
      values[i] = part.expression() != null ? null : proposed[table.ordinalOf(part.columnId())];
      if (values[i] == null) {
        return null;
      }
    }
    try (RowCursor rows =
        context
            .transaction()
            .scanIndex(index.get().id(), KeyRange.prefix(values), ScanDirection.FORWARD)) {
      return rows.next() ? writer.keyOf(rows.row().copyOfValues()) : null;
    }
  }

  /** The row as it is after the conflict was resolved, or null if nothing was changed. */
  Object[] resolve(ExecutionContext context, Object[] proposed, Object[] existingKey) {
    if (!update) {
      return null;
    }
    io.dolake.storage.Row existing =
        context.transaction().getForUpdate(writer.table().id(), existingKey);
    if (existing == null) {
      return null;
    }
    Object[] before = existing.copyOfValues();
    Object[] both = new Object[before.length * 2];
    System.arraycopy(before, 0, both, 0, before.length);
    System.arraycopy(proposed, 0, both, before.length, before.length);
    if (condition != null && !condition.test(both, context)) {
      return null;
    }
    Object[] after = before.clone();
    for (int i = 0; i < ordinals.length; i++) {
      after[ordinals[i]] =
          values[i] == null
              ? writer.defaultValue(context, ordinals[i])
              : writer.convert(ordinals[i], values[i].eval(both, context));
    }
    RowChange change = writer.changed(context, before, after, ordinals);
    if (change == null) {
      return null;
    }
    writer.update(context, change);
    return change.after();
  }
}
