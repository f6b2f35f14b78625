package io.dolake.cli.lake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.duckdb.DuckDBConnection;

/**
 * An embedded DuckDB with one cut of the lake in it: each table a view in schema {@code lake}.
 * Belongs to one thread; the owner closes it.
 */
public final class LakeQuery implements AutoCloseable {
  private static final String MEMORY_LIMIT = "1GB";

  private final DuckDBConnection duckdb;
  private final LakeCut cut;
  private final Set<String> tables;

  private LakeQuery(DuckDBConnection duckdb, LakeCut cut, Set<String> tables) {
    this.duckdb = duckdb;
    this.cut = cut;
    this.tables = Set.copyOf(tables);
  }

  /** Opens the newest cut, all tables of it. */
  public static LakeQuery openNewest(Lake lake) throws SQLException {
    Lake.ReadableCut readable = lake.newest();
    DuckDBConnection duckdb = connect();
    try {
      LakeView view = new LakeView(duckdb, lake.snapshotFiles(), new LocalFiles());
      Set<String> names = new HashSet<>();
      for (Map.Entry<LakeTableName, Table> entry : readable.tables().entrySet()) {
        Long snapshotId = readable.cut().snapshots().get(entry.getKey());
        names.add(entry.getKey().toString());
        view.create(
            entry.getKey().toString(),
            entry.getValue(),
            schemaAt(entry.getValue(), snapshotId),
            snapshotId,
            Expressions.alwaysTrue());
      }
      return new LakeQuery(duckdb, readable.cut(), names);
    } catch (SQLException | RuntimeException e) {
      duckdb.close();
      throw e;
    }
  }

  static DuckDBConnection connect() throws SQLException {
    DuckDBConnection duckdb = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("SET memory_limit = '" + MEMORY_LIMIT + "'");
      statement.execute("SET TimeZone = 'UTC'");
    }
    return duckdb;
  }

  /** A snapshot is read with the columns the table had then. */
  static Schema schemaAt(Table table, Long snapshotId) {
    Integer schemaId = snapshotId == null ? null : table.snapshot(snapshotId).schemaId();
    return schemaId == null ? table.schema() : table.schemas().get(schemaId);
  }

  public LakeCut cut() {
    return cut;
  }

  /** Tables that can be queried, those that are still empty included; in lower case. */
  public Set<String> tables() {
    return tables;
  }

  /** DuckDB's connection; unqualified names do not find the lake, {@code lake.t} does. */
  public Connection connection() {
    return duckdb;
  }

  /** First value of the first row, or null when there is no row. */
  public Object single(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getObject(1) : null;
    }
  }

  @Override
  public void close() throws SQLException {
    duckdb.close();
  }
}
