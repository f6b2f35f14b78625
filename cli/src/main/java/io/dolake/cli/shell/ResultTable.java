package io.dolake.cli.shell;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * A result held for printing: column names, their {@link Types}, and rows of text where null is SQL
 * NULL.
 */
record ResultTable(List<String> columns, List<Integer> types, List<List<String>> rows) {

  /** Rows the aligned modes hold at a time; longer results are printed in several tables. */
  static final int PAGE_ROWS = 10_000;

  /** Reads up to {@link #PAGE_ROWS} further rows. */
  static ResultTable nextPage(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> columns = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
      types.add(meta.getColumnType(i));
    }
    List<List<String>> rows = new ArrayList<>();
    while (rows.size() < PAGE_ROWS && result.next()) {
      List<String> row = new ArrayList<>(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        row.add(result.getString(i));
      }
      rows.add(row);
    }
    return new ResultTable(columns, types, rows);
  }

  /** Whether a column, counted from 0, is of booleans, whose text is t or f. */
  boolean isBoolean(int column) {
    return types.get(column) == Types.BIT || types.get(column) == Types.BOOLEAN;
  }

  boolean isNumeric(int column) {
    return switch (types.get(column)) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL ->
          true;
      default -> false;
    };
  }
}
