package io.dolake.sql.dml;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.exec.ExecutionContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Enforces the foreign keys a table has and those that point at it. Immediate ones are checked by
 * the end of the statement, deferred ones by the end of the transaction; actions on children happen
 * at once.
 */
final class ForeignKeys {
  /** Longest chain of cascading actions. */
  private static final int MAX_CASCADE = 100;

  private static final Object STATEMENT_CHECKS = new Object();
  private static final Object CASCADE_DEPTH = new Object();

  private final List<ForeignKeyLink> outgoing = new ArrayList<>();
  private final List<ForeignKeyLink> incoming = new ArrayList<>();
  private final TableWriters writers;

  ForeignKeys(Catalog catalog, TableDef table, TableWriters writers) {
    this.writers = writers;
    for (ForeignKeyDef key : table.foreignKeys()) {
      outgoing.add(new ForeignKeyLink(catalog, table, key));
    }
    for (TableDef other : catalog.tables()) {
      for (ForeignKeyDef key : other.foreignKeys()) {
        if (key.parent().equals(table.id())) {
          incoming.add(new ForeignKeyLink(catalog, other, key));
        }
      }
    }
  }

  boolean none() {
    return outgoing.isEmpty() && incoming.isEmpty();
  }

  boolean noneIncoming() {
    return incoming.isEmpty();
  }

  private static WriteSession session(ExecutionContext context) {
    return (WriteSession) context.session();
  }

  private static PendingChecks statementChecks(ExecutionContext context) {
    return context.outermost().state(STATEMENT_CHECKS, PendingChecks::new);
  }

  /** Runs what waits for the end of the statement; a trigger's wait for the firing one's end. */
  static void endOfStatement(ExecutionContext context) {
    if (!context.isNested()) {
      statementChecks(context).runAll(context);
    }
  }

  private static PendingChecks checksOf(ForeignKeyLink link, ExecutionContext context) {
    WriteSession session = session(context);
    return link.definition().deferred() || session.defersForeignKeys()
        ? session.deferredChecks()
        : statementChecks(context);
  }

  /** A row was inserted, or updated from {@code before}. */
  void rowWritten(ExecutionContext context, Object[] before, Object[] after) {
    if (outgoing.isEmpty() || !session(context).enforcesForeignKeys()) {
      return;
    }
    for (ForeignKeyLink link : outgoing) {
      Object[] values = link.valuesOfChild(after);
      if (values == null
          || (before != null && link.same(link.valuesOfChild(before), values))
          || link.parentExists(context, values)) {
        continue;
      }
      checksOf(link, context)
          .add(link.checkKey(values), later -> link.requireParentOfChildren(later, values));
    }
  }

  /** A row is gone: deleted, or ({@code after} given) updated. */
  void rowReplaced(ExecutionContext context, Object[] before, Object[] after) {
    if (incoming.isEmpty() || !session(context).enforcesForeignKeys()) {
      return;
    }
    for (ForeignKeyLink link : incoming) {
      Object[] values = link.valuesOfParent(before);
      Object[] newValues = after == null ? null : link.valuesOfParent(after);
      if (values != null && !link.same(values, newValues)) {
        act(context, link, values, after == null ? null : newValues, after == null);
      }
    }
  }

  private void act(
      ExecutionContext context,
      ForeignKeyLink link,
      Object[] values,
      Object[] newValues,
      boolean deleted) {
    ForeignKeyDef definition = link.definition();
    switch (deleted ? definition.onDelete() : definition.onUpdate()) {
      case NO_ACTION -> checkForOrphans(context, link, values);
      case RESTRICT -> {
        if (!link.children(context, values, 1).isEmpty()) {
          throw link.stillReferenced(values);
        }
      }
      case CASCADE -> cascade(context, link, values, newValues, deleted);
      case SET_NULL -> overwrite(context, link, values, null);
      case SET_DEFAULT -> {
        TableWriter child = writers.of(link.child());
        overwrite(context, link, values, child.defaults(context, link.childOrdinals()));
        // The default may be the very value whose parent is gone.
        checkForOrphans(context, link, values);
      }
    }
  }

  private static void checkForOrphans(
      ExecutionContext context, ForeignKeyLink link, Object[] values) {
    checksOf(link, context)
        .add(link.checkKey(values), later -> requireNoOrphan(later, link, values));
  }

  private static void requireNoOrphan(
      ExecutionContext context, ForeignKeyLink link, Object[] values) {
    if (!link.children(context, values, 1).isEmpty() && !link.parentExists(context, values)) {
      throw link.stillReferenced(values);
    }
  }

  private void cascade(
      ExecutionContext context,
      ForeignKeyLink link,
      Object[] values,
      Object[] newValues,
      boolean deleted) {
    if (!deleted) {
      overwrite(context, link, values, newValues);
      return;
    }
    TableWriter child = writers.of(link.child());
    deeper(
        context,
        () -> {
          for (Object[] row : link.children(context, values, Integer.MAX_VALUE)) {
            child.delete(context, row);
          }
        });
  }

  /** Gives the children new values for the foreign key; null for NULLs. */
  private void overwrite(
      ExecutionContext context, ForeignKeyLink link, Object[] values, Object[] newValues) {
    TableWriter child = writers.of(link.child());
    int[] ordinals = link.childOrdinals();
    deeper(
        context,
        () -> {
          for (Object[] row : link.children(context, values, Integer.MAX_VALUE)) {
            Object[] changed = row.clone();
            for (int i = 0; i < ordinals.length; i++) {
              changed[ordinals[i]] = newValues == null ? null : newValues[i];
            }
            RowChange change = child.changed(context, row, changed, ordinals);
            if (change != null) {
              child.update(context, change);
            }
          }
        });
  }

  private static void deeper(ExecutionContext context, Runnable action) {
    int[] depth = context.outermost().state(CASCADE_DEPTH, () -> new int[1]);
    if (++depth[0] > MAX_CASCADE) {
      throw new DoLakeException(
          ErrorCode.STATEMENT_TOO_COMPLEX,
          "foreign keys cascade over more than " + MAX_CASCADE + " levels");
    }
    action.run();
    depth[0]--;
  }
}
