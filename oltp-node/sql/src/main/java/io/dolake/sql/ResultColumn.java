package io.dolake.sql;

import io.dolake.common.TableId;
import io.dolake.common.type.ColumnType;
import java.util.Objects;

/**
 * A column of a result. Table and column id are those of the column it comes from, or null and 0
 * for an expression.
 */
public record ResultColumn(String name, ColumnType type, TableId table, int columnId) {
  public ResultColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
