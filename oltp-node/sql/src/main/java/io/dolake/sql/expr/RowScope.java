package io.dolake.sql.expr;

import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Names that an expression outside a query can use, each a position of the row it is given. */
public record RowScope(List<Column> columns) {
  /**
   * @param qualifier table name or alias ({@code excluded} in upserts)
   * @param hidden whether it stays out of {@code *}
   */
  public record Column(
      String qualifier, String name, ColumnType type, Collation collation, boolean hidden) {
    public Column {
      Objects.requireNonNull(qualifier, "qualifier");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(collation, "collation");
    }
  }

  public static final RowScope EMPTY = new RowScope(List.of());

  public RowScope {
    columns = List.copyOf(columns);
  }

  /** The columns of one table, in order. */
  public static RowScope of(TableDef table) {
    return of(table, table.name());
  }

  public static RowScope of(TableDef table, String qualifier) {
    List<Column> columns = new ArrayList<>();
    for (ColumnDef column : table.columns()) {
      columns.add(
          new Column(qualifier, column.name(), column.type(), column.collation(), column.hidden()));
    }
    return new RowScope(columns);
  }

  /** This scope's columns followed by another's. */
  public RowScope and(RowScope other) {
    List<Column> all = new ArrayList<>(columns);
    all.addAll(other.columns);
    return new RowScope(all);
  }
}
