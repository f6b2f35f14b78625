package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CheckDef;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.dml.TableWriter;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.parse.AlterAction;
import io.dolake.sql.parse.Identifiers;
import io.dolake.sql.parse.IndexText;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.statement.ExpressionContents;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;

/** Runs ALTER TABLE, one action after the other. */
final class AlterTable {
  private final DdlContext context;

  private AlterTable(DdlContext context) {
    this.context = context;
  }

  static long run(DdlContext context, Statement.AlterTable alter) {
    Optional<TableDef> found = context.planning().findTable(alter.table());
    if (found.isEmpty() && (alter.ifExists() || isOwnerOfOther(context, alter))) {
      return 0;
    }
    TableDef table = found.isPresent() ? found.get() : context.planning().table(alter.table());
    AlterTable run = new AlterTable(context);
    String schema = table.schema();
    String name = table.name();
    for (AlterAction action : alter.actions()) {
      TableDef current = context.catalog().table(schema, name).orElseThrow();
      if (action instanceof AlterAction.RenameTable rename) {
        name = rename.newName().getSimple();
      }
      run.apply(current, action);
    }
    TableDef altered = context.catalog().table(schema, name).orElseThrow();
    SequenceDefaults.requireExisting(context, altered);
    context.writer(altered);
    TableText.refresh(context, altered);
    for (TableDef other : List.copyOf(context.catalog().tables())) {
      if (!other.id().equals(altered.id()) && namesChanged(other, table, altered)) {
        TableText.refresh(context, other);
      }
    }
    return 0;
  }

  /**
   * pg_dump gives sequences and views an owner, which has no effect here, as if they were tables.
   */
  private static boolean isOwnerOfOther(DdlContext context, Statement.AlterTable alter) {
    return alter.actions().isEmpty()
        && (context.planning().findSequence(alter.table()).isPresent()
            || context.planning().findView(alter.table()).isPresent());
  }

  /** Whether a table's text names its parent, or a column of it, by a name of before. */
  private static boolean namesChanged(TableDef child, TableDef before, TableDef after) {
    return child.foreignKeys().stream()
        .filter(key -> key.parent().equals(before.id()))
        .anyMatch(
            key ->
                !before.name().equals(after.name())
                    || key.parentColumnIds().stream()
                        .anyMatch(id -> !nameOf(before, id).equals(nameOf(after, id))));
  }

  private static String nameOf(TableDef table, int columnId) {
    return table.columns().get(table.ordinalOf(columnId)).name();
  }

  private void apply(TableDef table, AlterAction action) {
    if (action instanceof AlterAction.RenameTable rename) {
      renameTable(table, rename.newName());
    } else if (action instanceof AlterAction.RenameColumn rename) {
      renameColumn(table, rename);
    } else if (action instanceof AlterAction.RenameConstraint rename) {
      renameConstraint(table, rename);
    } else if (action instanceof AlterAction.AddColumn add) {
      AddColumn.run(context, table, add);
    } else if (action instanceof AlterAction.AddConstraints add) {
      AddConstraints.run(context, table, add.body());
    } else if (action instanceof AlterAction.DropColumn drop) {
      dropColumn(table, drop);
    } else if (action instanceof AlterAction.DropConstraint drop) {
      dropConstraint(table, drop);
    } else if (action instanceof AlterAction.SetType set) {
      setType(table, set);
    } else if (action instanceof AlterAction.SetIdentity set) {
      setIdentity(table, set);
    } else if (action instanceof AlterAction.SetNotNull set) {
      setNotNull(table, set);
    } else if (action instanceof AlterAction.SetDefault set) {
      setDefault(table, set);
    }
  }

  private void alter(TableChange change) {
    context.apply(new CatalogChange.AlterTable(change.build()));
  }

  private void renameTable(TableDef table, SqlIdentifier newName) {
    Dependents.triggers(context, table.name(), null);
    CreateTable.exists(context, table.schema(), newName.getSimple(), false, newName);
    ViewRename views = ViewRename.ofTable(context, table, newName.getSimple());
    alter(TableChange.of(table).name(newName.getSimple()));
    views.apply();
  }

  private void renameColumn(TableDef table, AlterAction.RenameColumn rename) {
    int ordinal = context.planning().column(table, rename.column());
    ColumnDef column = table.columns().get(ordinal);
    String newName = rename.newName().getSimple();
    int existing = table.ordinalOf(newName);
    if (existing >= 0 && existing != ordinal) {
      throw context.error(
          ErrorCode.DUPLICATE_COLUMN, "duplicate column name: " + newName, rename.newName());
    }
    Dependents.triggers(context, table.name(), column.name());
    ViewRename views = ViewRename.ofColumn(context, table, column, newName);
    TableChange change = TableChange.of(table);
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnDef each = table.columns().get(i);
      String generated = each.generatedExpression();
      ColumnDef changed =
          ColumnBuilder.withExpressions(
              each,
              each.defaultExpression(),
              each.initialDefault(),
              generated == null
                  ? null
                  : Identifiers.renameColumn(generated, column.name(), newName));
      change.column(
          i,
          i == ordinal
              ? ColumnBuilder.with(
                  changed, newName, each.type(), each.declaredType(), each.nullable())
              : changed);
    }
    change.checks(
        table.checks().stream()
            .map(
                check ->
                    new CheckDef(
                        check.name(),
                        Identifiers.renameColumn(check.expression(), column.name(), newName)))
            .toList());
    List<IndexDef> affected = new ArrayList<>();
    for (IndexDef index : context.catalog().indexesOf(table.id())) {
      if (!index.createSql().isEmpty() && Identifiers.mentions(index.createSql(), column.name())) {
        affected.add(index);
        context.apply(new CatalogChange.DropIndex(index.id()));
      }
    }
    alter(change);
    for (IndexDef index : affected) {
      context.apply(new CatalogChange.CreateIndex(renamed(index, column.name(), newName)));
    }
    views.apply();
  }

  private IndexDef renamed(IndexDef index, String oldName, String newName) {
    List<KeyColumn> columns = new ArrayList<>();
    for (KeyColumn part : index.columns()) {
      columns.add(
          part.expression() == null
              ? part
              : new KeyColumn(
                  0,
                  Identifiers.renameColumn(part.expression(), oldName, newName),
                  part.descending(),
                  part.collation()));
    }
    return new IndexDef(
        context.newIndexId(index.table()),
        index.table(),
        index.name(),
        columns,
        index.unique(),
        index.predicate() == null
            ? null
            : Identifiers.renameColumn(index.predicate(), oldName, newName),
        true,
        IndexText.of(index.createSql()).withColumn(oldName, newName));
  }

  private void renameConstraint(TableDef table, AlterAction.RenameConstraint rename) {
    String oldName = rename.constraint().getSimple();
    String newName = rename.newName().getSimple();
    for (IndexDef index : context.catalog().indexesOf(table.id())) {
      if (index.name().equalsIgnoreCase(oldName)) {
        IndexDdl.rename(
            context, new Statement.RenameIndex(false, rename.constraint(), rename.newName()));
        return;
      }
    }
    List<CheckDef> checks =
        table.checks().stream()
            .map(
                check ->
                    check.name().equalsIgnoreCase(oldName)
                        ? new CheckDef(newName, check.expression())
                        : check)
            .toList();
    List<ForeignKeyDef> keys =
        table.foreignKeys().stream()
            .map(key -> key.name().equalsIgnoreCase(oldName) ? renamed(key, newName) : key)
            .toList();
    if (checks.equals(table.checks()) && keys.equals(table.foreignKeys())) {
      throw undefinedConstraint(table, rename.constraint());
    }
    alter(TableChange.of(table).checks(checks).foreignKeys(keys));
  }

  private static ForeignKeyDef renamed(ForeignKeyDef key, String name) {
    return new ForeignKeyDef(
        name,
        key.columnIds(),
        key.parent(),
        key.parentColumnIds(),
        key.onDelete(),
        key.onUpdate(),
        key.deferred());
  }

  private RuntimeException undefinedConstraint(TableDef table, SqlIdentifier name) {
    return context.error(
        ErrorCode.UNDEFINED_OBJECT,
        "constraint \"" + name.getSimple() + "\" of table \"" + table.name() + "\" does not exist",
        name);
  }

  private void dropColumn(TableDef table, AlterAction.DropColumn drop) {
    if (table.ordinalOf(drop.column().getSimple()) < 0 && drop.ifExists()) {
      return;
    }
    int ordinal = context.planning().column(table, drop.column());
    ColumnDef column = table.columns().get(ordinal);
    long visible = table.columns().stream().filter(each -> !each.hidden()).count();
    if (visible == 1) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION,
          "cannot drop column \"" + column.name() + "\": no other columns exist",
          drop.column());
    }
    Dependents.column(context, table, column);
    Dependents.views(context, table, column);
    Dependents.triggers(context, table.name(), column.name());
    List<CheckDef> remaining =
        table.checks().stream()
            .filter(check -> !Dependents.isOfColumn(check, table, column))
            .toList();
    alter(TableChange.of(table).remove(ordinal).checks(remaining));
    SequenceDdl.dropOwned(context, table, column);
  }

  private void dropConstraint(TableDef table, AlterAction.DropConstraint drop) {
    String name = drop.constraint().getSimple();
    for (IndexDef index : context.catalog().indexesOf(table.id())) {
      if (index.unique() && index.name().equalsIgnoreCase(name)) {
        context.apply(new CatalogChange.DropIndex(index.id()));
        return;
      }
    }
    List<CheckDef> checks =
        table.checks().stream().filter(check -> !check.name().equalsIgnoreCase(name)).toList();
    List<ForeignKeyDef> keys =
        table.foreignKeys().stream().filter(key -> !key.name().equalsIgnoreCase(name)).toList();
    if (checks.size() == table.checks().size() && keys.size() == table.foreignKeys().size()) {
      if (drop.ifExists()) {
        return;
      }
      throw undefinedConstraint(table, drop.constraint());
    }
    alter(TableChange.of(table).checks(checks).foreignKeys(keys));
  }

  private void setType(TableDef table, AlterAction.SetType set) {
    int ordinal = context.planning().column(table, set.column());
    ColumnDef column = table.columns().get(ordinal);
    ColumnType type = set.type().columnType();
    ColumnDef changed =
        ColumnBuilder.with(column, column.name(), type, set.type().text(), column.nullable());
    if (convertsAsIs(table, set) && widens(column.type(), type)) {
      alter(TableChange.of(table).column(ordinal, changed));
      return;
    }
    List<ColumnDef> columns = new ArrayList<>(table.columns());
    columns.set(ordinal, changed);
    TableRebuild.run(context, table, columns, table.primaryKey(), newValue(table, ordinal, set));
  }

  /** What USING does to a row; without it nothing. */
  private Consumer<Object[]> newValue(TableDef table, int ordinal, AlterAction.SetType set) {
    if (set.using() == null) {
      return row -> {};
    }
    CompiledExpression using = context.planning().compile(set.using().node(), RowScope.of(table));
    return row -> row[ordinal] = using.eval(row, context.execution());
  }

  /**
   * Whether the new values are the old ones converted: without USING, or with one that only casts
   * the column, as gorm sends it whenever a program starts.
   */
  private boolean convertsAsIs(TableDef table, AlterAction.SetType set) {
    if (set.using() == null) {
      return true;
    }
    return set.using().node() instanceof SqlCall cast
        && cast.getKind() == SqlKind.CAST
        && cast.operand(0) instanceof SqlIdentifier name
        && Planning.last(name).equalsIgnoreCase(set.column().getSimple())
        && context.planning().compile(cast, RowScope.of(table)).type().kind()
            == set.type().columnType().kind();
  }

  /** Whether every stored value is one of the new type as it is. */
  private static boolean widens(ColumnType from, ColumnType to) {
    if (from.kind() != to.kind()) {
      return false;
    }
    if (from.kind() == TypeKind.DECIMAL) {
      return from.scale() == to.scale() && from.precision() <= to.precision();
    }
    return from.equals(to) || !to.isArray();
  }

  private void setNotNull(TableDef table, AlterAction.SetNotNull set) {
    int ordinal = context.planning().column(table, set.column());
    ColumnDef column = table.columns().get(ordinal);
    if (set.notNull()) {
      context.forEachRow(
          table,
          row -> {
            if (row[ordinal] == null) {
              throw ColumnBuilder.notNull(table.name(), column.name());
            }
          });
    } else if (table.primaryKey().stream().anyMatch(part -> part.columnId() == column.id())) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION,
          "column \"" + column.name() + "\" is in the primary key and must not be NULL",
          set.column());
    }
    alter(
        TableChange.of(table)
            .column(
                ordinal,
                ColumnBuilder.with(
                    column, column.name(), column.type(), column.declaredType(), !set.notNull())));
  }

  private void setIdentity(TableDef table, AlterAction.SetIdentity set) {
    int ordinal = context.planning().column(table, set.column());
    ColumnDef column = table.columns().get(ordinal);
    if (set.identity() && (column.type().kind() != TypeKind.INTEGER || column.nullable())) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION,
          "identity column \"" + column.name() + "\" must be of an integer type and NOT NULL",
          set.column());
    }
    alter(
        TableChange.of(table)
            .column(ordinal, ColumnBuilder.withAutoIncrement(column, set.identity())));
  }

  private void setDefault(TableDef table, AlterAction.SetDefault set) {
    int ordinal = context.planning().column(table, set.column());
    ColumnDef column = table.columns().get(ordinal);
    alter(
        TableChange.of(table)
            .column(
                ordinal,
                ColumnBuilder.withExpressions(
                    column,
                    set.value() == null ? null : set.value().text(),
                    column.initialDefault(),
                    column.generatedExpression())));
    TableDef altered = context.catalog().table(table.id()).orElseThrow();
    TableWriter writer = context.writer(altered);
    if (set.value() == null || !ExpressionContents.isRandom(set.value().node())) {
      writer.defaultValue(context.execution(), ordinal);
    }
  }
}
