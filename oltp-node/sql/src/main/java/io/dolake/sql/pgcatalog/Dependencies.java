package io.dolake.sql.pgcatalog;

import static io.dolake.sql.pgcatalog.ClassRelations.row;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.ViewSource;
import io.dolake.sql.sequence.SequenceRelation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * pg_depend: what sequences, views, defaults, indexes and keys need; pg_dump and pg_restore go by
 * it. Sequences go with their column, "auto" those that were created, "internal" those that came
 * with it. A view needs what it reads itself, whatever the session's search path is; in PostgreSQL
 * its rule does, which there is none of here.
 */
final class Dependencies {
  private static final String AUTO = "a";
  private static final String INTERNAL = "i";
  private static final String NORMAL = "n";

  private Dependencies() {}

  static List<Object[]> of(CatalogIndex objects, ExecutionContext context) {
    List<Object[]> rows = new ArrayList<>();
    objects.sequences().forEach(sequence -> addOwner(sequence, rows));
    objects.views().forEach(view -> addSources(view, objects, context, rows));
    for (TableDef table : objects.tables()) {
      for (ColumnDef column : CatalogIndex.visibleColumns(table)) {
        if (column.defaultExpression() != null) {
          addSequences(table, column, objects, rows);
        }
      }
    }
    for (CatalogIndex.Index index : objects.indexes()) {
      if (!index.constraint()) {
        addColumns(
            ObjectIds.PG_CLASS, index.oid(), index.table().id(), columnsOf(index), AUTO, rows);
      }
    }
    long constraints = PgCatalog.systemRelationId("pg_constraint");
    for (CatalogIndex.Constraint constraint : objects.constraints()) {
      if (constraint.index() != null) {
        addUnique(constraints, constraint, rows);
      } else if (constraint.key() != null) {
        addForeignKey(constraints, constraint, objects, rows);
      }
    }
    return rows;
  }

  /** A constraint needs its columns, its index goes with it. */
  private static void addUnique(
      long catalog, CatalogIndex.Constraint constraint, List<Object[]> rows) {
    CatalogIndex.Index index = constraint.index();
    addColumns(catalog, constraint.oid(), index.table().id(), columnsOf(index), AUTO, rows);
    rows.add(row(ObjectIds.PG_CLASS, index.oid(), 0, catalog, constraint.oid(), 0, INTERNAL));
  }

  /** A foreign key needs the parent's columns and index as well. */
  private static void addForeignKey(
      long catalog, CatalogIndex.Constraint constraint, CatalogIndex objects, List<Object[]> rows) {
    ForeignKeyDef key = constraint.key();
    long oid = constraint.oid();
    addColumns(catalog, oid, constraint.table().id(), key.columnIds(), AUTO, rows);
    addColumns(catalog, oid, key.parent(), key.parentColumnIds(), NORMAL, rows);
    CatalogIndex.Index referenced = objects.referencedIndex(key);
    if (referenced != null) {
      rows.add(onRelation(catalog, oid, referenced.oid(), 0, NORMAL));
    }
  }

  /** An expression counts as the whole table, column 0. */
  private static List<Integer> columnsOf(CatalogIndex.Index index) {
    return index.columns().stream().map(KeyColumn::columnId).distinct().toList();
  }

  private static void addColumns(
      long catalog,
      long oid,
      TableId table,
      List<Integer> columns,
      String kind,
      List<Object[]> rows) {
    for (int column : columns) {
      rows.add(onRelation(catalog, oid, ObjectIds.ofTable(table), column, kind));
    }
  }

  private static void addOwner(SequenceRelation sequence, List<Object[]> rows) {
    SequenceDef.Owner owner = sequence.owner();
    if (owner != null) {
      rows.add(
          onRelation(
              ObjectIds.PG_CLASS,
              ObjectIds.ofSequence(sequence),
              ObjectIds.ofTable(new TableId(owner.tableId())),
              owner.columnId(),
              sequence.isCounter() ? INTERNAL : AUTO));
    }
  }

  private static void addSources(
      ViewDef view, CatalogIndex objects, ExecutionContext context, List<Object[]> rows) {
    Set<Long> read = new LinkedHashSet<>();
    for (ViewSource source : context.session().sourcesOf(view, List.of())) {
      read.add(ObjectText.relationId(objects.catalog(), source.schema(), source.name()));
    }
    long oid = ObjectIds.ofView(view.schema(), view.name());
    read.forEach(relation -> rows.add(onRelation(ObjectIds.PG_CLASS, oid, relation, 0, NORMAL)));
  }

  private static void addSequences(
      TableDef table, ColumnDef column, CatalogIndex objects, List<Object[]> rows) {
    long defaults = PgCatalog.systemRelationId("pg_attrdef");
    long oid = ObjectIds.ofDefault(table.id(), column.id());
    for (SequenceRelation sequence :
        SequenceNames.in(objects.catalog(), column.defaultExpression(), table)) {
      rows.add(onRelation(defaults, oid, ObjectIds.ofSequence(sequence), 0, NORMAL));
    }
  }

  private static Object[] onRelation(
      long catalog, long oid, long relation, int column, String kind) {
    return row(catalog, oid, 0, ObjectIds.PG_CLASS, relation, column, kind);
  }
}
