package io.dolake.sql.conformance;

import io.dolake.common.error.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** SQLite in memory: the oracle. Foreign keys are on, as with us. */
public final class SqlitePeer implements AutoCloseable {
  /** What SQLite's messages contain, by the kind of error they mean. */
  private static final Map<String, ErrorCode> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("UNIQUE constraint failed", ErrorCode.UNIQUE_VIOLATION);
    KINDS.put("NOT NULL constraint failed", ErrorCode.NOT_NULL_VIOLATION);
    KINDS.put("CHECK constraint failed", ErrorCode.CHECK_VIOLATION);
    KINDS.put("FOREIGN KEY constraint failed", ErrorCode.FOREIGN_KEY_VIOLATION);
    KINDS.put("cannot store", ErrorCode.DATATYPE_MISMATCH);
    KINDS.put("datatype mismatch", ErrorCode.DATATYPE_MISMATCH);
    KINDS.put("no such table:", ErrorCode.UNDEFINED_TABLE);
    KINDS.put("no such column:", ErrorCode.UNDEFINED_COLUMN);
    KINDS.put("no such function:", ErrorCode.UNDEFINED_FUNCTION);
    KINDS.put("wrong number of arguments to", ErrorCode.UNDEFINED_FUNCTION);
    KINDS.put("no such savepoint", ErrorCode.INVALID_SAVEPOINT);
    KINDS.put("no such index", ErrorCode.UNDEFINED_OBJECT);
    KINDS.put("no such view", ErrorCode.UNDEFINED_TABLE);
    KINDS.put("ambiguous column name", ErrorCode.AMBIGUOUS_COLUMN);
    KINDS.put("duplicate column name", ErrorCode.DUPLICATE_COLUMN);
    KINDS.put("already exists", ErrorCode.DUPLICATE_TABLE);
    KINDS.put("there is already", ErrorCode.DUPLICATE_TABLE);
    KINDS.put("misuse of aggregate", ErrorCode.GROUPING_ERROR);
    KINDS.put("misuse of window function", ErrorCode.WINDOWING_ERROR);
    KINDS.put("aggregate functions are not allowed", ErrorCode.GROUPING_ERROR);
    KINDS.put("HAVING clause on a non-aggregate query", ErrorCode.GROUPING_ERROR);
    KINDS.put("unsupported frame specification", ErrorCode.WINDOWING_ERROR);
    KINDS.put("cannot join using column", ErrorCode.UNDEFINED_COLUMN);
    KINDS.put("does not match any column in the result set", ErrorCode.UNDEFINED_COLUMN);
    KINDS.put("term out of range", ErrorCode.SYNTAX_ERROR);
    KINDS.put("same number of result columns", ErrorCode.SYNTAX_ERROR);
    KINDS.put("same number of terms", ErrorCode.SYNTAX_ERROR);
    KINDS.put("sub-select returns", ErrorCode.SYNTAX_ERROR);
    KINDS.put("row value misused", ErrorCode.SYNTAX_ERROR);
    KINDS.put("clause should come after", ErrorCode.SYNTAX_ERROR);
    KINDS.put("must have exactly one argument", ErrorCode.SYNTAX_ERROR);
    KINDS.put("has no column named", ErrorCode.UNDEFINED_COLUMN);
    KINDS.put("hex literal too big", ErrorCode.SYNTAX_ERROR);
    KINDS.put("number of arguments", ErrorCode.INVALID_PARAMETER);
    KINDS.put("labels must be TEXT", ErrorCode.INVALID_PARAMETER);
    KINDS.put("malformed JSON", ErrorCode.INVALID_TEXT_REPRESENTATION);
    KINDS.put("bad JSON path", ErrorCode.INVALID_PARAMETER);
    KINDS.put("JSON cannot hold BLOB", ErrorCode.INVALID_PARAMETER);
    KINDS.put("ESCAPE expression must be a single character", ErrorCode.INVALID_PARAMETER);
    KINDS.put("integer overflow", ErrorCode.NUMERIC_OUT_OF_RANGE);
    KINDS.put("syntax error", ErrorCode.SYNTAX_ERROR);
    KINDS.put("incomplete input", ErrorCode.SYNTAX_ERROR);
    KINDS.put("unrecognized token", ErrorCode.SYNTAX_ERROR);
  }

  /** After other statements SQLite repeats the count of the last write. */
  private static final Pattern WRITE =
      Pattern.compile("^\\s*(with|insert|replace|update|delete)\\b", Pattern.CASE_INSENSITIVE);

  private final Connection connection;

  public SqlitePeer() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    run("pragma foreign_keys = on");
  }

  Outcome run(String sql) {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return Outcome.changed(WRITE.matcher(sql).find() ? statement.getUpdateCount() : 0);
      }
      try (ResultSet results = statement.getResultSet()) {
        return rows(results);
      }
    } catch (SQLException e) {
      return Outcome.failed(kind(e.getMessage()), e.getMessage());
    }
  }

  private static Outcome rows(ResultSet results) throws SQLException {
    ResultSetMetaData description = results.getMetaData();
    int width = description.getColumnCount();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      names.add(description.getColumnLabel(i));
    }
    List<String> rows = new ArrayList<>();
    while (results.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 1; i <= width; i++) {
        cells.add(Cells.ofSqlite(results.getObject(i)));
      }
      rows.add(String.join("|", cells));
    }
    return Outcome.rows(names, rows);
  }

  private static ErrorCode kind(String message) {
    for (Map.Entry<String, ErrorCode> kind : KINDS.entrySet()) {
      if (message.contains(kind.getKey())) {
        return kind.getValue();
      }
    }
    return null;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
