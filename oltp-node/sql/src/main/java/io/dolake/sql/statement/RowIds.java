package io.dolake.sql.statement;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.TypeKind;
import java.util.Locale;
import java.util.Set;

/** SQLite's rowid: the hidden key of a table without primary key, or its INTEGER PRIMARY KEY. */
public final class RowIds {
  /** Name of the hidden key column. */
  public static final String COLUMN = "rowid";

  private static final Set<String> ALIASES = Set.of("rowid", "oid", "_rowid_");

  private RowIds() {}

  public static boolean isAlias(String name) {
    return name.length() <= 7 && ALIASES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Ordinal of the column that is the table's rowid, or -1 when its key is something else. */
  public static int ordinal(TableDef table) {
    if (table.primaryKey().size() != 1) {
      return -1;
    }
    int ordinal = table.ordinalOf(table.primaryKey().get(0).columnId());
    ColumnDef column = table.columns().get(ordinal);
    return column.type().kind() == TypeKind.INTEGER ? ordinal : -1;
  }
}
