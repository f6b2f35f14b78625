package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.parse.Identifiers;
import io.dolake.sql.parse.IndexText;
import io.dolake.sql.parse.IndexedColumn;
import io.dolake.sql.parse.SqlText;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** Runs CREATE INDEX and ALTER INDEX. */
final class IndexDdl {
  private IndexDdl() {}

  static long create(DdlContext context, Statement.CreateIndex create) {
    Planning planning = context.planning();
    TableDef table = planning.table(create.table());
    String name =
        create.name() != null
            ? Planning.last(create.name())
            : new Names(context.catalog()).index(table.name(), partNames(create.columns()), "idx");
    if (create.ifNotExists() && context.catalog().index(name).isPresent()) {
      return 0;
    }
    CreateTable.requireFreeIndexName(
        context, table.schema(), name, create.name() == null ? create.table() : create.name());
    List<KeyColumn> columns = new ArrayList<>();
    for (IndexedColumn part : create.columns()) {
      columns.add(keyColumn(context, table, part));
    }
    if (create.where() != null) {
      requirePure(context, table, create.where(), "the condition of a partial index");
    }
    context.apply(
        new CatalogChange.CreateIndex(
            new IndexDef(
                context.newIndexId(table.id()),
                table.id(),
                name,
                columns,
                create.unique(),
                create.where() == null ? null : create.where().text(),
                true,
                create.name() != null ? create.text() : named(create, name))));
    return 0;
  }

  /** The statement with the name that was made up for it. */
  private static String named(Statement.CreateIndex create, String name) {
    return create.text().replaceFirst("(?i)\\bindex\\b", "INDEX " + Identifiers.quote(name));
  }

  private static List<String> partNames(List<IndexedColumn> parts) {
    return parts.stream()
        .map(part -> part.column() == null ? "expr" : part.column().getSimple())
        .toList();
  }

  private static KeyColumn keyColumn(DdlContext context, TableDef table, IndexedColumn part) {
    Planning planning = context.planning();
    if (part.column() != null) {
      ColumnDef column = table.columns().get(planning.column(table, part.column()));
      Collation collation =
          part.collation() == null
              ? column.collation()
              : ColumnBuilder.collation(planning, part.collation());
      return new KeyColumn(column.id(), null, part.descending(), collation);
    }
    requirePure(context, table, part.expression(), "an index expression");
    return new KeyColumn(
        0,
        part.expression().text(),
        part.descending(),
        ColumnBuilder.collation(planning, part.collation()));
  }

  private static void requirePure(DdlContext context, TableDef table, SqlText text, String what) {
    if (!context.planning().compile(text.node(), RowScope.of(table)).deterministic()) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION,
          what + " must depend on the row only: no parameters, subqueries, time or randomness",
          text.node());
    }
  }

  /** Indexes are always in order, so there is nothing to do but to say whether the name exists. */
  static long reindex(DdlContext context, Statement.Reindex reindex) {
    SqlIdentifier name = reindex.name();
    if (name != null
        && context.planning().findTable(name).isEmpty()
        && context.planning().findIndex(name).isEmpty()
        && !isCollation(Planning.last(name))) {
      throw context.error(
          ErrorCode.UNDEFINED_OBJECT,
          "unable to identify the object to be reindexed: " + Planning.last(name),
          name);
    }
    return 0;
  }

  private static boolean isCollation(String name) {
    return Arrays.stream(Collation.values()).anyMatch(each -> each.name().equalsIgnoreCase(name));
  }

  static long rename(DdlContext context, Statement.RenameIndex rename) {
    Optional<IndexDef> found = context.planning().findIndex(rename.index());
    if (found.isEmpty()) {
      if (rename.ifExists()) {
        return 0;
      }
      throw DropDdl.undefined(context, "index", rename.index());
    }
    IndexDef index = found.get();
    String name = rename.newName().getSimple();
    boolean isConstraint = index.createSql().isEmpty();
    String schema = context.catalog().table(index.table()).orElseThrow().schema();
    CreateTable.requireFreeIndexName(context, schema, name, rename.newName());
    context.apply(new CatalogChange.DropIndex(index.id()));
    context.apply(
        new CatalogChange.CreateIndex(
            new IndexDef(
                context.newIndexId(index.table()),
                index.table(),
                name,
                index.columns(),
                index.unique(),
                index.predicate(),
                true,
                isConstraint ? "" : IndexText.of(index.createSql()).withName(name))));
    if (isConstraint) {
      TableText.refresh(context, context.catalog().table(index.table()).orElseThrow());
    }
    return 0;
  }
}
