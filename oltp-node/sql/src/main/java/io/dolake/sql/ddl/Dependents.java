package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CheckDef;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** Objects that would break if a table, view or column went away. */
final class Dependents {
  private Dependents() {}

  static List<ViewDef> viewsOf(DdlContext context, String relation) {
    List<ViewDef> views = new ArrayList<>();
    for (ViewDef view : context.catalog().views()) {
      if (!view.name().equalsIgnoreCase(relation)
          && Identifiers.mentions(view.createSql(), relation)) {
        views.add(view);
      }
    }
    return views;
  }

  /** Fails if views use the relation, or with {@code cascade} drops them. */
  static void views(DdlContext context, String relation, boolean cascade) {
    for (ViewDef view : viewsOf(context, relation)) {
      if (!cascade) {
        throw depends("\"" + relation + "\"", "view \"" + view.name() + "\"");
      }
      if (context.catalog().view(view.schema(), view.name()).isPresent()) {
        context.apply(new CatalogChange.DropView(view.schema(), view.name()));
        views(context, view.name(), true);
      }
    }
  }

  /** Fails if a view names the column, or joins by its name. */
  static void views(DdlContext context, TableDef table, ColumnDef column) {
    for (ViewDef view : viewsOf(context, table.name())) {
      if (reads(context, view, table, column)) {
        throw depends("column \"" + column.name() + "\"", "view \"" + view.name() + "\"");
      }
    }
  }

  private static boolean reads(DdlContext context, ViewDef view, TableDef table, ColumnDef column) {
    try {
      return ViewDdl.namesIn(context, view).columns().stream()
          .anyMatch(use -> use.isOf(table, column));
    } catch (SqlException e) {
      // It cannot be read anyway, but maybe again one day.
      return Identifiers.mentions(view.createSql(), column.name());
    }
  }

  /** Fails if a trigger mentions the table and, unless it is null, the column. */
  static void triggers(DdlContext context, String table, String column) {
    for (TriggerDef trigger : context.catalog().triggers()) {
      String text = trigger.createSql();
      if (Identifiers.mentions(text, table)
          && (column == null || Identifiers.mentions(text, column))) {
        throw depends(
            column == null ? "table \"" + table + "\"" : "column \"" + column + "\"",
            "trigger \"" + trigger.name() + "\"");
      }
    }
  }

  /**
   * Fails if other tables' foreign keys refer to the table, or with {@code cascade} drops those.
   */
  static void foreignKeys(DdlContext context, TableDef table, boolean cascade) {
    for (TableDef other : List.copyOf(context.catalog().tables())) {
      if (other.id().equals(table.id())) {
        continue;
      }
      List<ForeignKeyDef> kept =
          other.foreignKeys().stream().filter(key -> !key.parent().equals(table.id())).toList();
      if (kept.size() == other.foreignKeys().size()) {
        continue;
      }
      if (!cascade) {
        throw depends(
            "table \"" + table.name() + "\"", "a foreign key of table \"" + other.name() + "\"");
      }
      context.apply(new CatalogChange.AlterTable(TableChange.of(other).foreignKeys(kept).build()));
    }
  }

  /** Whether a check is about one column only, and so goes with it. */
  static boolean isOfColumn(CheckDef check, TableDef table, ColumnDef column) {
    return table.columns().stream()
        .allMatch(
            each ->
                Identifiers.mentions(check.expression(), each.name())
                    == (each.id() == column.id()));
  }

  /** Fails if anything but plain rows and checks of the column's own uses it. */
  static void column(DdlContext context, TableDef table, ColumnDef column) {
    String what = "column \"" + column.name() + "\"";
    if (uses(table.primaryKey(), column)) {
      throw depends(what, "the primary key");
    }
    for (IndexDef index : context.catalog().indexesOf(table.id())) {
      boolean predicate =
          index.predicate() != null && Identifiers.mentions(index.predicate(), column.name());
      if (predicate || uses(index.columns(), column)) {
        throw depends(what, "index \"" + index.name() + "\"");
      }
    }
    for (CheckDef check : table.checks()) {
      if (Identifiers.mentions(check.expression(), column.name())
          && !isOfColumn(check, table, column)) {
        throw depends(what, "check \"" + check.name() + "\"");
      }
    }
    for (ColumnDef other : table.columns()) {
      if (other.generatedExpression() != null
          && other.id() != column.id()
          && Identifiers.mentions(other.generatedExpression(), column.name())) {
        throw depends(what, "generated column \"" + other.name() + "\"");
      }
    }
    for (TableDef other : context.catalog().tables()) {
      for (ForeignKeyDef key : other.foreignKeys()) {
        boolean child = other.id().equals(table.id()) && key.columnIds().contains(column.id());
        boolean parent =
            key.parent().equals(table.id()) && key.parentColumnIds().contains(column.id());
        if (child || parent) {
          throw depends(what, "foreign key \"" + key.name() + "\"");
        }
      }
    }
  }

  private static boolean uses(List<KeyColumn> key, ColumnDef column) {
    return key.stream()
        .anyMatch(
            part ->
                part.columnId() == column.id()
                    || (part.expression() != null
                        && Identifiers.mentions(part.expression(), column.name())));
  }

  static DoLakeException depends(String what, String dependent) {
    return new DoLakeException(
        ErrorCode.DEPENDENT_OBJECTS,
        "cannot change or drop " + what + ": " + dependent + " depends on it",
        "Drop what depends on it first, or use DROP ... CASCADE.");
  }
}
