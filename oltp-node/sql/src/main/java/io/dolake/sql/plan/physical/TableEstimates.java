package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.plan.TableStatistics;
import java.util.List;

/** Row and distinct counts of one table: measured where ANALYZE ran, else guessed. */
final class TableEstimates {
  private static final double DEFAULT_ROWS = 1_000;
  private static final double DEFAULT_ROWS_PER_KEY = 10;

  private final TableDef table;
  private final List<IndexDef> indexes;
  private final TableStatistics statistics;

  TableEstimates(TableDef table, Catalog catalog) {
    this.table = table;
    this.indexes = catalog.indexesOf(table.id());
    this.statistics = TableStatistics.of(catalog, table.id()).orElse(null);
  }

  TableDef table() {
    return table;
  }

  List<IndexDef> indexes() {
    return indexes;
  }

  double rows() {
    return statistics == null ? DEFAULT_ROWS : Math.max(1, statistics.rows());
  }

  /** Rows with given values of the first columns of a key. */
  double rowsPerKey(IndexDef index, int columns) {
    List<KeyColumn> key = index == null ? table.primaryKey() : index.columns();
    boolean unique = index == null || index.unique();
    if (unique && columns >= key.size()) {
      return 1;
    }
    double distinct =
        statistics == null ? 0 : statistics.distinct(index == null ? null : index.id(), columns);
    if (distinct > 0) {
      return Math.max(1, rows() / distinct);
    }
    return Math.min(rows(), DEFAULT_ROWS_PER_KEY * Math.pow(2, Math.max(0, 2.0 - columns)));
  }

  /** Share of rows with one value of a column. */
  double equalitySelectivity(int ordinal) {
    int id = table.columns().get(ordinal).id();
    double best = 1;
    boolean known = false;
    if (table.primaryKey().get(0).columnId() == id) {
      best = rowsPerKey(null, 1) / rows();
      known = true;
    }
    for (IndexDef index : indexes) {
      if (index.columns().get(0).columnId() == id) {
        best = Math.min(best, rowsPerKey(index, 1) / rows());
        known = true;
      }
    }
    double distinct = statistics == null ? 0 : statistics.distinct(id);
    if (distinct > 0) {
      return Math.min(best, 1 / distinct);
    }
    return known ? Math.min(1, best) : 0.1;
  }
}
