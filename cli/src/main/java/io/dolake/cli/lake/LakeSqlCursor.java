package io.dolake.cli.lake;

import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import io.dolake.storage.ShardStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of a lake query, streamed from a DuckDB of its own. */
final class LakeSqlCursor implements SqlCursor {
  private static final Logger LOG = LoggerFactory.getLogger(LakeSqlCursor.class);

  private final LakePreparedSql statement;
  private final DuckDBConnection duckdb;
  private final PreparedStatement prepared;
  private final ResultSet rows;
  private long rowCount;
  private boolean closed;

  private LakeSqlCursor(
      LakePreparedSql statement,
      DuckDBConnection duckdb,
      PreparedStatement prepared,
      ResultSet rows) {
    this.statement = statement;
    this.duckdb = duckdb;
    this.prepared = prepared;
    this.rows = rows;
  }

  static LakeSqlCursor open(
      LakePreparedSql statement, Object[] parameters, Lake lake, ShardStore store) {
    DuckDBConnection duckdb = null;
    try {
      duckdb = LakeQuery.connect();
      String sql = new LakeViews(lake, store, duckdb).open(statement.statement(), true);
      PreparedStatement prepared = duckdb.prepareStatement(sql);
      for (int i = 0; i < parameters.length; i++) {
        prepared.setObject(i + 1, parameters[i]);
      }
      return new LakeSqlCursor(statement, duckdb, prepared, prepared.executeQuery());
    } catch (SQLException e) {
      closeQuietly(duckdb);
      throw LakePreparedSql.error(e);
    } catch (RuntimeException e) {
      closeQuietly(duckdb);
      throw e;
    }
  }

  private static void closeQuietly(DuckDBConnection duckdb) {
    if (duckdb == null) {
      return;
    }
    try {
      duckdb.close();
    } catch (SQLException e) {
      LOG.warn("embedded DuckDB did not close: {}", e.getMessage());
    }
  }

  @Override
  public List<ResultColumn> columns() {
    return statement.columns();
  }

  @Override
  public boolean next() {
    if (closed) {
      return false;
    }
    try {
      if (rows.next()) {
        rowCount++;
        return true;
      }
    } catch (SQLException e) {
      close();
      throw LakePreparedSql.error(e);
    }
    close();
    return false;
  }

  @Override
  public Object value(int column) {
    try {
      return LakeValues.read(rows, column + 1, statement.columns().get(column).type());
    } catch (SQLException e) {
      throw LakePreparedSql.error(e);
    }
  }

  @Override
  public long rowCount() {
    return rowCount;
  }

  @Override
  public String command() {
    return statement.command();
  }

  @Override
  public CompletableFuture<Void> durable() {
    return CompletableFuture.completedFuture(null);
  }

  /** Makes the query that is running end with an error. Callable from any thread. */
  void cancel() {
    try {
      prepared.cancel();
    } catch (SQLException e) {
      LOG.info("lake query was not cancelled: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeQuietly(duckdb);
  }
}
