package io.dolake.sql.pragma;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.sql.function.FunctionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The introspection pragmas. Unknown tables and indexes give no rows, as in SQLite. */
final class PragmaFunctions {
  private PragmaFunctions() {}

  static List<PragmaFunction> all() {
    List<String> tableInfo = List.of("cid", "name*", "type*", "notnull", "dflt_value*", "pk");
    List<String> tableXInfo =
        List.of("cid", "name*", "type*", "notnull", "dflt_value*", "pk", "hidden");
    List<String> indexXInfo = List.of("seqno", "cid", "name*", "desc", "coll*", "key");
    return List.of(
        new PragmaFunction(
            "table_info", 1, 2, tableInfo, (catalog, name) -> columns(catalog, name, false)),
        new PragmaFunction(
            "table_xinfo", 1, 2, tableXInfo, (catalog, name) -> columns(catalog, name, true)),
        new PragmaFunction(
            "table_list",
            0,
            1,
            List.of("schema*", "name*", "type*", "ncol", "wr", "strict"),
            PragmaFunctions::tables),
        new PragmaFunction(
            "index_list",
            1,
            2,
            List.of("seq", "name*", "unique", "origin*", "partial"),
            PragmaFunctions::indexes),
        new PragmaFunction(
            "index_info",
            1,
            2,
            List.of("seqno", "cid", "name*"),
            (catalog, name) -> indexColumns(catalog, name, false)),
        new PragmaFunction(
            "index_xinfo", 1, 2, indexXInfo, (catalog, name) -> indexColumns(catalog, name, true)),
        new PragmaFunction(
            "foreign_key_list",
            1,
            2,
            List.of("id", "seq", "table*", "from*", "to*", "on_update*", "on_delete*", "match*"),
            PragmaFunctions::foreignKeys),
        new PragmaFunction(
            "database_list",
            0,
            0,
            List.of("seq", "name*", "file*"),
            (catalog, name) -> rows(new Object[] {0L, "main", ""})),
        new PragmaFunction(
            "collation_list", 0, 0, List.of("seq", "name*"), (catalog, name) -> collations()),
        new PragmaFunction(
            "function_list", 0, 0, List.of("name*"), (catalog, name) -> functions()));
  }

  private static List<Object[]> rows(Object[]... rows) {
    return List.of(rows);
  }

  private static Optional<TableDef> table(Catalog catalog, String name) {
    if (name == null) {
      return Optional.empty();
    }
    Optional<TableDef> inMain = catalog.table(TableDef.DEFAULT_SCHEMA, name);
    return inMain.isPresent()
        ? inMain
        : catalog.tables().stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }

  private static List<Object[]> columns(Catalog catalog, String name, boolean extended) {
    List<Object[]> rows = new ArrayList<>();
    Optional<TableDef> found = table(catalog, name);
    if (found.isEmpty()) {
      return rows;
    }
    TableDef table = found.get();
    for (ColumnDef column : table.columns()) {
      boolean generated = column.generatedExpression() != null;
      if (column.hidden() || (generated && !extended)) {
        continue;
      }
      long key = keyPosition(table, column);
      boolean notNull = !column.nullable() && key == 0;
      Object[] row = {
        (long) rows.size(),
        column.name(),
        column.declaredType(),
        notNull ? 1L : 0L,
        column.defaultExpression(),
        key
      };
      rows.add(extended ? with(row, generated ? 3L : 0L) : row);
    }
    return rows;
  }

  private static Object[] with(Object[] row, Object last) {
    Object[] longer = java.util.Arrays.copyOf(row, row.length + 1);
    longer[row.length] = last;
    return longer;
  }

  private static long keyPosition(TableDef table, ColumnDef column) {
    for (int i = 0; i < table.primaryKey().size(); i++) {
      if (table.primaryKey().get(i).columnId() == column.id()) {
        return i + 1L;
      }
    }
    return 0;
  }

  private static List<Object[]> tables(Catalog catalog, String name) {
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : catalog.tables()) {
      if (name == null || table.name().equalsIgnoreCase(name)) {
        long width = table.columns().stream().filter(column -> !column.hidden()).count();
        rows.add(new Object[] {table.schema(), table.name(), "table", width, 0L, 1L});
      }
    }
    for (ViewDef view : catalog.views()) {
      if (name == null || view.name().equalsIgnoreCase(name)) {
        rows.add(new Object[] {view.schema(), view.name(), "view", 0L, 0L, 0L});
      }
    }
    return rows;
  }

  private static List<Object[]> indexes(Catalog catalog, String name) {
    List<Object[]> rows = new ArrayList<>();
    table(catalog, name)
        .ifPresent(
            table -> {
              for (IndexDef index : catalog.indexesOf(table.id())) {
                rows.add(
                    new Object[] {
                      (long) rows.size(),
                      index.name(),
                      index.unique() ? 1L : 0L,
                      index.createSql().isEmpty() ? "u" : "c",
                      index.predicate() == null ? 0L : 1L
                    });
              }
            });
    return rows;
  }

  private static List<Object[]> indexColumns(Catalog catalog, String name, boolean extended) {
    List<Object[]> rows = new ArrayList<>();
    Optional<IndexDef> found = name == null ? Optional.empty() : catalog.index(name);
    if (found.isEmpty()) {
      return rows;
    }
    TableDef table = catalog.table(found.get().table()).orElseThrow();
    for (KeyColumn part : found.get().columns()) {
      int ordinal = part.expression() == null ? table.ordinalOf(part.columnId()) : -2;
      String column = ordinal < 0 ? null : table.columns().get(ordinal).name();
      Object[] row = {(long) rows.size(), visibleOrdinal(table, ordinal), column};
      rows.add(
          extended
              ? new Object[] {
                row[0], row[1], row[2], part.descending() ? 1L : 0L, part.collation().name(), 1L
              }
              : row);
    }
    return rows;
  }

  private static long visibleOrdinal(TableDef table, int ordinal) {
    long hidden = 0;
    for (int i = 0; i < ordinal; i++) {
      hidden += table.columns().get(i).hidden() ? 1 : 0;
    }
    return ordinal - hidden;
  }

  private static List<Object[]> foreignKeys(Catalog catalog, String name) {
    List<Object[]> rows = new ArrayList<>();
    Optional<TableDef> found = table(catalog, name);
    if (found.isEmpty()) {
      return rows;
    }
    TableDef table = found.get();
    for (int k = 0; k < table.foreignKeys().size(); k++) {
      ForeignKeyDef key = table.foreignKeys().get(k);
      TableDef parent = catalog.table(key.parent()).orElseThrow();
      for (int i = 0; i < key.columnIds().size(); i++) {
        rows.add(
            new Object[] {
              (long) k,
              (long) i,
              parent.name(),
              table.columns().get(table.ordinalOf(key.columnIds().get(i))).name(),
              parent.columns().get(parent.ordinalOf(key.parentColumnIds().get(i))).name(),
              actionName(key.onUpdate()),
              actionName(key.onDelete()),
              "NONE"
            });
      }
    }
    return rows;
  }

  private static String actionName(ForeignKeyDef.Action action) {
    return action.name().replace('_', ' ');
  }

  private static List<Object[]> collations() {
    List<Object[]> rows = new ArrayList<>();
    for (Collation collation : Collation.values()) {
      rows.add(new Object[] {(long) rows.size(), collation.name()});
    }
    return rows;
  }

  private static List<Object[]> functions() {
    List<Object[]> rows = new ArrayList<>();
    FunctionRegistry.shared().names().forEach(name -> rows.add(new Object[] {name}));
    return rows;
  }
}
