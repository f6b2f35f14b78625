package io.dolake.sql.pgcatalog;

import static io.dolake.sql.pgcatalog.ClassRelations.row;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
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
 * pg_depend: what sequences, views and defaults need. Sequences go with their column, "auto" those
 * that were created, "internal" those that came with it. A view needs what it reads itself; in
 * PostgreSQL its rule does, which there is none of here.
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
    return rows;
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
    for (ViewSource source : objects.sourcesOf(view, context)) {
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
