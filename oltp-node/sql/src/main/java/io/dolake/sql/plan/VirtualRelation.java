package io.dolake.sql.plan;

import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import java.util.List;

/** A table whose rows are computed: the system catalogs, {@code sqlite_master}. Thread-safe. */
public interface VirtualRelation {
  String schema();

  String name();

  List<RelationColumn> columns();

  /** For the cost model; a guess is enough. */
  double estimatedRowCount();

  /**
   * Column sets (zero-based positions, most selective first) that {@link #lookup} can look up by
   * equality. Empty when the relation can only be scanned.
   */
  default List<List<Integer>> lookupColumns() {
    return List.of();
  }

  /** All rows, in column order. */
  RowSource scan(ExecutionContext context);

  /**
   * Rows whose columns equal the values. May return more rows (they are filtered again), never
   * fewer; values may be of any class, and none is null.
   *
   * @param columns one of {@link #lookupColumns}
   */
  default RowSource lookup(ExecutionContext context, List<Integer> columns, Object[] values) {
    return scan(context);
  }

  /** Whether no two rows have the same value in a column, which may be null in any number. */
  default boolean isUnique(int column) {
    return false;
  }

  /** Whether {@link #lookupPrefix} saves work for this column. */
  default boolean looksUpPrefixes(int column) {
    return false;
  }

  /**
   * Rows whose column is a text that begins with the prefix, whatever the case of its ASCII
   * letters. May return more rows, never fewer.
   */
  default RowSource lookupPrefix(ExecutionContext context, int column, String prefix) {
    return scan(context);
  }
}
