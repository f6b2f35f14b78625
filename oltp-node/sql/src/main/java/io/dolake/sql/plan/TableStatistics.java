package io.dolake.sql.plan;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What ANALYZE found out about a table. Kept in the catalog setting {@code statistics.<table id>}
 * as text: {@code rows=R}, then for the primary key {@code key=D1,D2,...} and for each index {@code
 * index.<id>=D1,D2,...}, one a line, where Dn is the number of distinct values of the first n
 * columns, and for each column {@code column.<id>=D}, an estimate.
 *
 * @param distinctPrefixes by index id; 0 stands for the primary key
 * @param distinctValues by column id
 */
public record TableStatistics(
    double rows, Map<Integer, double[]> distinctPrefixes, Map<Integer, Double> distinctValues) {
  private static final String SETTING_PREFIX = "statistics.";
  private static final String INDEX_PREFIX = "index.";
  private static final String COLUMN_PREFIX = "column.";

  public static String settingKey(TableId table) {
    return SETTING_PREFIX + table;
  }

  /** The statistics of a table; empty when it was never analyzed. */
  public static Optional<TableStatistics> of(Catalog catalog, TableId table) {
    return catalog
        .setting(settingKey(table))
        .map(bytes -> parse(new String(bytes, StandardCharsets.UTF_8)));
  }

  private static TableStatistics parse(String text) {
    double rows = 0;
    Map<Integer, double[]> prefixes = new HashMap<>();
    Map<Integer, Double> columns = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      String name = line.substring(0, equals);
      String value = line.substring(equals + 1);
      if (name.equals("rows")) {
        rows = Double.parseDouble(value);
      } else if (name.startsWith(COLUMN_PREFIX)) {
        int column = Integer.parseInt(name.substring(COLUMN_PREFIX.length()));
        columns.put(column, Double.parseDouble(value));
      } else {
        int index =
            name.equals("key") ? 0 : Integer.parseInt(name.substring(INDEX_PREFIX.length()));
        String[] parts = value.split(",");
        double[] distinct = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
          distinct[i] = Double.parseDouble(parts[i]);
        }
        prefixes.put(index, distinct);
      }
    }
    return new TableStatistics(rows, prefixes, columns);
  }

  /** The setting's value. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder("rows=").append((long) rows).append('\n');
    for (Map.Entry<Integer, double[]> entry : distinctPrefixes.entrySet()) {
      text.append(entry.getKey() == 0 ? "key" : INDEX_PREFIX + entry.getKey()).append('=');
      for (int i = 0; i < entry.getValue().length; i++) {
        text.append(i == 0 ? "" : ",").append((long) entry.getValue()[i]);
      }
      text.append('\n');
    }
    distinctValues.forEach(
        (column, distinct) ->
            text.append(COLUMN_PREFIX)
                .append(column)
                .append('=')
                .append(Math.round(distinct))
                .append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Distinct values of a column, or 0 if unknown. */
  public double distinct(int columnId) {
    return distinctValues.getOrDefault(columnId, 0.0);
  }

  /** Distinct values of the first {@code columns} columns of an index, or 0 if unknown. */
  public double distinct(IndexId index, int columns) {
    double[] prefixes = distinctPrefixes.get(index == null ? 0 : index.value());
    return prefixes == null || columns > prefixes.length ? 0 : prefixes[columns - 1];
  }
}
