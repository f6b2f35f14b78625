package io.dolake.cli.verify;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * Compares a table of the database with the same table of the lake, row by row in key order, in
 * bounded memory. Values are compared as canonical text, so that two drivers' classes for one value
 * do not count as a difference.
 */
public final class TableComparison {
  private static final int FETCH_ROWS = 5_000;
  private static final int MAX_EXAMPLES = 5;

  private final Connection database;
  private final Connection lake;
  private final String asOf;

  /**
   * @param database in a transaction (so that rows are streamed), at the state to compare
   * @param lake holds the cut to compare as tables {@code lake.<table>}
   * @param asOf clause that follows the lake's tables; empty for none
   */
  public TableComparison(Connection database, Connection lake, String asOf) {
    this.database = database;
    this.lake = lake;
    this.asOf = asOf;
  }

  /** Compares one table; the lake's is asked for under {@link ComparedTable#inLake()}. */
  public TableDifference compare(ComparedTable table) throws SQLException {
    String order = " ORDER BY " + joined(table.key(), ComparedColumn::quoted);
    String ofDatabase =
        "SELECT "
            + joined(table.columns(), ComparedColumn::databaseExpression)
            + " FROM "
            + table.inDatabase()
            + order;
    String ofLake =
        "SELECT "
            + joined(table.columns(), ComparedColumn::quoted)
            + " FROM "
            + table.inLake()
            + asOf
            + order;
    try (Statement left = database.createStatement();
        Statement right = lake.createStatement()) {
      left.setFetchSize(FETCH_ROWS);
      try (ResultSet expected = left.executeQuery(ofDatabase);
          ResultSet found = right.executeQuery(ofLake)) {
        return merge(table, expected, found);
      }
    }
  }

  private static TableDifference merge(ComparedTable table, ResultSet expected, ResultSet found)
      throws SQLException {
    List<ComparedColumn> key = table.key();
    int columns = table.columns().size();
    List<String> examples = new ArrayList<>();
    long rows = 0;
    long differences = 0;
    List<Object> left = next(expected, columns);
    List<Object> right = next(found, columns);
    while (left != null || right != null) {
      int order = left == null ? 1 : right == null ? -1 : compareKeys(key, left, right);
      rows++;
      if (order != 0 || !isSame(table.columns(), texts(left), texts(right))) {
        differences++;
        if (examples.size() < MAX_EXAMPLES) {
          examples.add(
              "database "
                  + (order <= 0 ? texts(left) : "has no row")
                  + ", lake "
                  + (order >= 0 ? texts(right) : "has no row"));
        }
      }
      if (order <= 0) {
        left = next(expected, columns);
      }
      if (order >= 0) {
        right = next(found, columns);
      }
    }
    return new TableDifference(table.shown(), rows, differences, examples);
  }

  private static boolean isSame(
      List<ComparedColumn> columns, List<String> left, List<String> right) {
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).isSame(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String joined(
      List<ComparedColumn> columns, Function<ComparedColumn, String> text) {
    return String.join(", ", columns.stream().map(text).toList());
  }

  private static List<Object> next(ResultSet rows, int columns) throws SQLException {
    if (!rows.next()) {
      return null;
    }
    List<Object> values = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      values.add(rows.getObject(i));
    }
    return values;
  }

  private static int compareKeys(List<ComparedColumn> key, List<Object> left, List<Object> right) {
    for (int i = 0; i < key.size(); i++) {
      boolean same = key.get(i).isSame(text(left.get(i)), text(right.get(i)));
      int order = same ? 0 : compareValues(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compareValues(Object left, Object right) {
    if (left instanceof Number && right instanceof Number) {
      return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString()));
    }
    return text(left).compareTo(text(right));
  }

  private static List<String> texts(List<Object> values) {
    return values.stream().map(TableComparison::text).toList();
  }

  private static String text(Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime().truncatedTo(ChronoUnit.MICROS).toString();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value.toString();
  }

  static String quoted(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }
}
