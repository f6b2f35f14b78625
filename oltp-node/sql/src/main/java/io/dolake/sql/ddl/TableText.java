package io.dolake.sql.ddl;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CheckDef;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.parse.ForeignKeyText;
import io.dolake.sql.parse.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** Writes a table's definition as a CREATE TABLE statement, for tables that were altered. */
final class TableText {
  private TableText() {}

  /** Has the catalog keep the definition as the table is now. */
  static void refresh(DdlContext context, TableDef table) {
    List<IndexDef> uniques =
        context.catalog().indexesOf(table.id()).stream()
            .filter(index -> index.createSql().isEmpty())
            .toList();
    String text = of(table, context.catalog(), uniques);
    if (!text.equals(table.createSql())) {
      context.apply(new CatalogChange.AlterTable(TableChange.of(table).createSql(text).build()));
    }
  }

  /**
   * @param catalog the parents of its foreign keys, the table as it is now
   * @param uniqueIndexes indexes of the table's UNIQUE constraints
   */
  static String of(TableDef table, Catalog catalog, List<IndexDef> uniqueIndexes) {
    List<String> parts = new ArrayList<>();
    boolean keyInColumn = table.primaryKey().size() == 1 && !table.primaryKey().get(0).descending();
    for (ColumnDef column : table.columns()) {
      if (!column.hidden()) {
        boolean key = keyInColumn && table.primaryKey().get(0).columnId() == column.id();
        parts.add(column(column, key));
      }
    }
    if (!keyInColumn) {
      parts.add("PRIMARY KEY " + key(table, table.primaryKey()));
    }
    for (IndexDef index : uniqueIndexes) {
      parts.add(
          "CONSTRAINT "
              + Identifiers.quote(index.name())
              + " UNIQUE "
              + key(table, index.columns()));
    }
    for (CheckDef check : table.checks()) {
      parts.add(
          "CONSTRAINT " + Identifiers.quote(check.name()) + " CHECK (" + check.expression() + ")");
    }
    for (ForeignKeyDef key : table.foreignKeys()) {
      TableDef parent = catalog.table(key.parent()).orElseThrow();
      parts.add(
          "CONSTRAINT "
              + Identifiers.quote(key.name())
              + " "
              + ForeignKeyText.of(
                  key, table, parent, Identifiers.quote(parent.name()), Identifiers::quote));
    }
    return "CREATE TABLE "
        + Identifiers.quote(table.name())
        + " ("
        + String.join(", ", parts)
        + ")";
  }

  private static String column(ColumnDef column, boolean key) {
    StringBuilder text = new StringBuilder(Identifiers.quote(column.name()));
    if (!column.declaredType().isEmpty()) {
      text.append(' ').append(column.declaredType());
    }
    if (key) {
      text.append(" PRIMARY KEY");
    } else if (!column.nullable()) {
      text.append(" NOT NULL");
    }
    if (key && column.autoIncrement()) {
      text.append(" AUTOINCREMENT");
    }
    if (column.defaultExpression() != null) {
      text.append(" DEFAULT ").append(column.defaultExpression());
    }
    if (column.collation() != Collation.BINARY) {
      text.append(" COLLATE ").append(column.collation());
    }
    if (column.generatedExpression() != null) {
      text.append(" GENERATED ALWAYS AS (").append(column.generatedExpression()).append(") STORED");
    }
    return text.toString();
  }

  private static String key(TableDef table, List<KeyColumn> key) {
    List<String> parts = new ArrayList<>();
    for (KeyColumn part : key) {
      String name =
          part.expression() != null
              ? part.expression()
              : Identifiers.quote(table.columns().get(table.ordinalOf(part.columnId())).name());
      parts.add(part.descending() ? name + " DESC" : name);
    }
    return "(" + String.join(", ", parts) + ")";
  }
}
