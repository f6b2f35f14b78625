package io.dolake.sql.plan;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.types.Values;
import io.dolake.storage.KeyRange;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ANALYZE: reads a table and its indexes once and notes how many distinct keys they have, and how
 * many distinct values each column has.
 */
public final class TableAnalyzer {
  private final ShardTransaction transaction;
  private final Runnable step;

  /**
   * @param step run for every row; ends the work by throwing
   */
  public TableAnalyzer(ShardTransaction transaction, Runnable step) {
    this.transaction = transaction;
    this.step = step;
  }

  /** The catalog change that keeps the table's statistics. */
  public CatalogChange.PutSetting analyze(TableDef table) {
    Map<Integer, double[]> prefixes = new HashMap<>();
    DistinctSketch[] sketches = new DistinctSketch[table.columns().size()];
    Arrays.setAll(sketches, i -> new DistinctSketch());
    double rows =
        count(
            table,
            transaction.scan(table.id(), KeyRange.ALL, ScanDirection.FORWARD),
            table.primaryKey(),
            0,
            sketches,
            prefixes);
    for (IndexDef index : transaction.catalog().indexesOf(table.id())) {
      boolean plain =
          index.ready() && index.columns().stream().allMatch(column -> column.columnId() > 0);
      if (plain) {
        RowCursor cursor = transaction.scanIndex(index.id(), KeyRange.ALL, ScanDirection.FORWARD);
        count(table, cursor, index.columns(), index.id().value(), new DistinctSketch[0], prefixes);
      }
    }
    Map<Integer, Double> columns = new HashMap<>();
    for (int i = 0; i < sketches.length; i++) {
      columns.put(table.columns().get(i).id(), Math.min(rows, sketches[i].estimate()));
    }
    byte[] value = new TableStatistics(rows, prefixes, columns).toBytes();
    return new CatalogChange.PutSetting(TableStatistics.settingKey(table.id()), value);
  }

  /** Rows come in key order, so a prefix is new when it differs from the row before. */
  private double count(
      TableDef table,
      RowCursor cursor,
      List<KeyColumn> key,
      int indexId,
      DistinctSketch[] sketches,
      Map<Integer, double[]> prefixes) {
    double[] distinct = new double[key.size()];
    Object[] previous = null;
    double rows = 0;
    try (cursor) {
      while (cursor.next()) {
        step.run();
        rows++;
        Object[] current = new Object[key.size()];
        boolean differs = previous == null;
        for (int i = 0; i < current.length; i++) {
          current[i] = cursor.row().value(table.ordinalOf(key.get(i).columnId()));
          differs =
              differs || Values.compareNullsFirst(current[i], previous[i], Collation.BINARY) != 0;
          distinct[i] += differs ? 1 : 0;
        }
        previous = current;
        for (int i = 0; i < sketches.length; i++) {
          sketches[i].add(cursor.row().value(i));
        }
      }
    }
    prefixes.put(indexId, distinct);
    return rows;
  }
}
