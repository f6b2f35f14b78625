package io.dolake.sql.ddl;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CheckDef;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.error.NearestName;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.CheckSpec;
import io.dolake.sql.parse.ForeignKeySpec;
import io.dolake.sql.parse.IndexedColumn;
import io.dolake.sql.parse.UniqueSpec;
import io.dolake.sql.statement.ExpressionContents;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/** Makes keys, checks and foreign keys of what was declared for a table's columns. */
final class ConstraintBuilder {
  private final DdlContext context;
  private final Planning planning;
  private final String table;
  private final List<ColumnDef> columns;
  private final Names names;

  ConstraintBuilder(DdlContext context, String table, List<ColumnDef> columns, Names names) {
    this.context = context;
    this.planning = context.planning();
    this.table = table;
    this.columns = columns;
    this.names = names;
  }

  ColumnDef column(SqlIdentifier name) {
    for (ColumnDef column : columns) {
      if (column.name().equalsIgnoreCase(name.getSimple()) && !column.hidden()) {
        return column;
      }
    }
    String hint =
        NearestName.hint(name.getSimple(), columns.stream().map(ColumnDef::name).toList());
    throw new SqlException(
        ErrorCode.UNDEFINED_COLUMN,
        "column \"" + name.getSimple() + "\" of table \"" + table + "\" does not exist",
        hint,
        planning.positionOf(name));
  }

  /** Parts of a primary key or UNIQUE constraint: columns only. */
  List<KeyColumn> key(List<IndexedColumn> parts) {
    List<KeyColumn> key = new ArrayList<>();
    for (IndexedColumn part : parts) {
      if (part.column() == null) {
        throw planning.error(
            ErrorCode.INVALID_DEFINITION,
            "expressions are not allowed in PRIMARY KEY and UNIQUE constraints",
            part.expression().node());
      }
      ColumnDef column = column(part.column());
      if (key.stream().anyMatch(other -> other.columnId() == column.id())) {
        throw planning.error(
            ErrorCode.DUPLICATE_COLUMN,
            "column \"" + column.name() + "\" appears twice in a key",
            part.column());
      }
      Collation collation =
          part.collation() == null
              ? column.collation()
              : ColumnBuilder.collation(planning, part.collation());
      key.add(new KeyColumn(column.id(), null, part.descending(), collation));
    }
    return key;
  }

  List<CheckDef> checks(List<CheckSpec> specs) {
    List<CheckDef> checks = new ArrayList<>();
    for (CheckSpec spec : specs) {
      if (ExpressionContents.hasQuery(spec.expression().node())) {
        throw planning.error(
            ErrorCode.INVALID_DEFINITION,
            "subqueries are not allowed in CHECK constraints",
            spec.expression().node());
      }
      String name =
          spec.name() != null
              ? spec.name().getSimple()
              : names.constraint(table, List.of(), "check");
      names.taken(name);
      checks.add(new CheckDef(name, spec.expression().text()));
    }
    return checks;
  }

  /** The index that keeps a UNIQUE constraint. */
  IndexDef unique(TableId tableId, UniqueSpec spec) {
    List<KeyColumn> key = key(spec.columns());
    List<String> parts = spec.columns().stream().map(part -> part.column().getSimple()).toList();
    String name = spec.name() != null ? spec.name().getSimple() : names.index(table, parts, "key");
    return new IndexDef(context.newIndexId(tableId), tableId, name, key, true, null, true, "");
  }

  List<ForeignKeyDef> foreignKeys(
      TableId self, List<KeyColumn> ownKey, List<ForeignKeySpec> specs) {
    List<ForeignKeyDef> keys = new ArrayList<>();
    for (ForeignKeySpec spec : specs) {
      keys.add(foreignKey(self, ownKey, spec));
    }
    return keys;
  }

  private ForeignKeyDef foreignKey(TableId self, List<KeyColumn> ownKey, ForeignKeySpec spec) {
    boolean toSelf = Planning.last(spec.parent()).equalsIgnoreCase(table);
    TableDef parent = toSelf ? null : planning.table(spec.parent());
    List<ColumnDef> parentColumns = toSelf ? columns : parent.columns();
    List<KeyColumn> parentKey = toSelf ? ownKey : parent.primaryKey();
    List<Integer> childIds = spec.columns().stream().map(name -> column(name).id()).toList();
    List<Integer> parentIds = new ArrayList<>();
    for (SqlIdentifier name : spec.parentColumns()) {
      parentIds.add(
          toSelf ? column(name).id() : parent.columns().get(planning.column(parent, name)).id());
    }
    if (parentIds.isEmpty()) {
      parentKey.forEach(part -> parentIds.add(part.columnId()));
      boolean hidden =
          parentColumns.stream()
              .anyMatch(column -> column.hidden() && parentIds.contains(column.id()));
      if (hidden) {
        throw planning.error(
            ErrorCode.INVALID_DEFINITION,
            "table \"" + Planning.last(spec.parent()) + "\" has no primary key to refer to",
            spec.parent());
      }
    }
    if (childIds.size() != parentIds.size()) {
      throw planning.error(
          ErrorCode.INVALID_DEFINITION,
          "a foreign key of "
              + childIds.size()
              + " columns cannot refer to "
              + parentIds.size()
              + " columns",
          spec.parent());
    }
    if (!toSelf && !isUnique(parent, parentIds)) {
      throw planning.error(
          ErrorCode.INVALID_DEFINITION,
          "the columns of table \""
              + parent.name()
              + "\" that the foreign key refers to are no primary key or UNIQUE constraint",
          spec.parent());
    }
    String name =
        spec.name() != null
            ? spec.name().getSimple()
            : names.constraint(
                table, spec.columns().stream().map(SqlIdentifier::getSimple).toList(), "fkey");
    return new ForeignKeyDef(
        name,
        childIds,
        toSelf ? self : parent.id(),
        parentIds,
        spec.onDelete(),
        spec.onUpdate(),
        spec.deferred());
  }

  private boolean isUnique(TableDef parent, List<Integer> columnIds) {
    if (sameColumns(parent.primaryKey(), columnIds)) {
      return true;
    }
    for (IndexDef index : context.catalog().indexesOf(parent.id())) {
      if (index.unique() && index.predicate() == null && sameColumns(index.columns(), columnIds)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameColumns(List<KeyColumn> key, List<Integer> columnIds) {
    List<Integer> ids = key.stream().map(KeyColumn::columnId).toList();
    return ids.size() == columnIds.size() && new HashSet<>(ids).equals(new HashSet<>(columnIds));
  }
}
