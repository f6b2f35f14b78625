package io.dolake.cli.lake;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.types.Types;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Makes one snapshot of an Iceberg table readable in DuckDB as a temporary view: Iceberg plans the
 * scan, so that partitions and file statistics prune; DuckDB reads the Parquet files, columns found
 * by field id; rows in deletion vectors are left out by an anti join on file and position.
 */
final class LakeView {
  static final String SCHEMA = "lake";
  private static final String DELETIONS = "$deletions";

  private final DuckDBConnection duckdb;
  private final SnapshotFiles snapshotFiles;
  private final LocalFiles files;

  LakeView(DuckDBConnection duckdb, SnapshotFiles snapshotFiles, LocalFiles files) {
    this.duckdb = duckdb;
    this.snapshotFiles = snapshotFiles;
    this.files = files;
  }

  /** Creates or replaces the view {@code lake.<name>}; {@code snapshotId} null means empty. */
  void create(String name, Table table, Schema schema, Long snapshotId, Expression filter)
      throws SQLException {
    String view = inLake(name);
    String deletions = inLake(name + DELETIONS);
    List<String> paths = new ArrayList<>();
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
      statement.execute("DROP VIEW IF EXISTS " + view);
      statement.execute("CREATE OR REPLACE TABLE " + deletions + " (file BIGINT, position BIGINT)");
      boolean deleted = snapshotId != null && plan(table, schema, snapshotId, filter, name, paths);
      statement.execute(
          "CREATE VIEW " + view + " AS " + select(schema, paths, deleted ? deletions : null));
    }
  }

  /** Fills {@code paths} and the table of deletions; returns whether there are any. */
  private boolean plan(
      Table table,
      Schema schema,
      long snapshotId,
      Expression filter,
      String name,
      List<String> paths)
      throws SQLException {
    boolean deleted = false;
    try (DuckDBAppender appender = duckdb.createAppender(SCHEMA, name + DELETIONS)) {
      for (FileScanTask task : snapshotFiles.plan(table, schema, snapshotId, filter)) {
        int fileIndex = paths.size();
        paths.add(files.localPath(table.io(), task.file().location()));
        if (task.deletes().isEmpty()) {
          continue;
        }
        PositionDeleteIndex index = snapshotFiles.deletedPositions(table, task);
        deleted |= index.isNotEmpty();
        index.forEach(position -> append(appender, fileIndex, position));
      }
    }
    return deleted;
  }

  private static void append(DuckDBAppender appender, int fileIndex, long position) {
    try {
      appender.beginRow();
      appender.append((long) fileIndex);
      appender.append(position);
      appender.endRow();
    } catch (SQLException e) {
      throw new IllegalStateException("deletion vector could not be handed to DuckDB", e);
    }
  }

  private static String select(Schema schema, List<String> paths, String deletions) {
    List<Types.NestedField> columns = schema.columns();
    if (paths.isEmpty()) {
      return columns.stream()
          .map(c -> "NULL::" + DuckDbTypes.of(c.type()) + " AS " + quoted(c.name()))
          .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }
    String names = columns.stream().map(c -> quoted(c.name())).collect(Collectors.joining(", "));
    String map =
        columns.stream()
            .map(
                c ->
                    c.fieldId()
                        + ": {name: "
                        + literal(c.name())
                        + ", type: "
                        + literal(DuckDbTypes.of(c.type()))
                        + ", default_value: "
                        + defaultOf(c)
                        + "}")
            .collect(Collectors.joining(", ", "MAP {", "}"));
    String list = paths.stream().map(LakeView::literal).collect(Collectors.joining(", ", "[", "]"));
    String from = " FROM read_parquet(" + list + ", schema = " + map + ") AS data";
    if (deletions == null) {
      return "SELECT " + names + from;
    }
    return "SELECT "
        + names
        + from
        + " WHERE NOT EXISTS (SELECT 1 FROM "
        + deletions
        + " AS gone WHERE gone.file = data.file_index AND gone.position = data.file_row_number)";
  }

  /**
   * What rows have in a column that their file does not have; as text, of which DuckDB makes it.
   */
  private static String defaultOf(Types.NestedField column) {
    return column.initialDefault() == null
        ? "NULL::VARCHAR"
        : literal(DuckDbTypes.text(column.type(), column.initialDefault()));
  }

  static String inLake(String name) {
    return SCHEMA + "." + quoted(name);
  }

  static String quoted(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
