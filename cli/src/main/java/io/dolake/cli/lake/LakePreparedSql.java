package io.dolake.cli.lake;

import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlException;
import io.dolake.storage.ShardStore;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBConnection;

/**
 * A query on the lake whose columns are known; planned anew at each execution, on the cut of then.
 */
record LakePreparedSql(
    LakeStatement statement, List<ColumnType> parameterTypes, List<ResultColumn> columns)
    implements PreparedSql {

  static LakePreparedSql prepare(
      LakeStatement statement, List<ColumnType> declaredTypes, Lake lake, ShardStore store) {
    requireQuery(statement.text());
    try (DuckDBConnection duckdb = LakeQuery.connect()) {
      String sql = new LakeViews(lake, store, duckdb).open(statement, false);
      try (PreparedStatement prepared = duckdb.prepareStatement(sql)) {
        List<ColumnType> types = new ArrayList<>();
        for (int i = 0; i < prepared.getParameterMetaData().getParameterCount(); i++) {
          ColumnType declared = i < declaredTypes.size() ? declaredTypes.get(i) : null;
          types.add(declared == null ? ColumnType.ANY : declared);
        }
        return new LakePreparedSql(statement, types, columns(prepared.getMetaData()));
      }
    } catch (SQLException e) {
      throw error(e);
    }
  }

  private static void requireQuery(String sql) {
    List<SqlToken> tokens = SqlToken.scan(sql);
    SqlToken first = tokens.get(0);
    if (!first.isName("select") && !first.isName("with") && !first.isSymbol('(')) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a statement that names a lake table can only be a query",
          "begin with SELECT or WITH; rows are changed in the database, and the lake follows it",
          first.start() + 1);
    }
  }

  private static List<ResultColumn> columns(ResultSetMetaData meta) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(
          new ResultColumn(
              meta.getColumnLabel(i), LakeValues.typeOf(meta.getColumnTypeName(i)), null, 0));
    }
    return columns;
  }

  /** DuckDB's first line says what is wrong; the rest repeats the statement, as rewritten. */
  static SqlException error(SQLException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String lower = line.toLowerCase(Locale.ROOT);
    ErrorCode code = ErrorCode.INVALID_PARAMETER;
    if (lower.contains("parser error")) {
      code = ErrorCode.SYNTAX_ERROR;
    } else if (lower.contains("catalog error")) {
      code = ErrorCode.UNDEFINED_TABLE;
    } else if (lower.contains("binder error")) {
      code = ErrorCode.UNDEFINED_COLUMN;
    } else if (lower.contains("out of memory")) {
      code = ErrorCode.OUT_OF_MEMORY;
    } else if (lower.contains("interrupt")) {
      code = ErrorCode.QUERY_CANCELED;
    }
    String hint =
        code == ErrorCode.UNDEFINED_TABLE
            ? "a query reads either the lake (lake.TABLE) or the database, not both"
            : null;
    return new SqlException(code, "lake query: " + line, hint, 0);
  }

  @Override
  public String text() {
    return statement.text();
  }

  @Override
  public String command() {
    return "SELECT";
  }

  @Override
  public List<String> parameterNames() {
    return Collections.nCopies(parameterTypes.size(), null);
  }

  @Override
  public boolean returnsRows() {
    return true;
  }

  @Override
  public boolean readOnly() {
    return true;
  }
}
