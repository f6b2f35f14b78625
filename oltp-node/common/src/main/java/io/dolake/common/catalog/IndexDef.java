package io.dolake.common.catalog;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import java.util.List;
import java.util.Objects;

/**
 * A secondary index.
 *
 * @param predicate SQL text of a partial index's WHERE, or null
 * @param ready false while an online build is under way: kept up to date by writers, not yet read
 * @param createSql the statement as the user wrote it; empty for indexes of UNIQUE constraints
 */
public record IndexDef(
    IndexId id,
    TableId table,
    String name,
    List<KeyColumn> columns,
    boolean unique,
    String predicate,
    boolean ready,
    String createSql) {
  public IndexDef {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(createSql, "createSql");
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("index " + name + " needs a column");
    }
  }
}
