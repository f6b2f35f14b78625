package io.dolake.common.catalog;

import java.util.Objects;

/**
 * One part of a primary key or index: a column, or (in indexes only) an expression.
 *
 * @param columnId the column, or 0 for an expression
 * @param expression SQL text of an expression over the table's columns, or null
 * @param descending whether larger values come first
 * @param collation order of text
 */
public record KeyColumn(int columnId, String expression, boolean descending, Collation collation) {
  public KeyColumn {
    Objects.requireNonNull(collation, "collation");
    if ((columnId == 0) == (expression == null)) {
      throw new IllegalArgumentException("a key part is either a column or an expression");
    }
  }

  public static KeyColumn ascending(int columnId) {
    return new KeyColumn(columnId, null, false, Collation.BINARY);
  }
}
