package io.dolake.lake.file;

import java.util.List;
import java.util.Objects;
import org.apache.iceberg.Metrics;

/**
 * A data file, described without Iceberg's table-bound objects so that writers need no catalog.
 *
 * @param fileId number of the file in this topology, see {@link FileIds}
 * @param tableId table of the database that it belongs to
 * @param tableLocation root of the table's files
 * @param path where it is
 * @param partitioning canonical text of its partition spec
 * @param partition values of the spec's fields as JSON, in order; null for SQL NULL
 * @param sorting canonical text of the order of its rows, empty if they have none
 * @param rowCount rows in it, deleted ones included
 * @param sizeBytes length of the file
 * @param metrics column statistics; null where they are not needed any more
 */
public record DataFileInfo(
    long fileId,
    int tableId,
    String tableLocation,
    String path,
    String partitioning,
    List<String> partition,
    String sorting,
    long rowCount,
    long sizeBytes,
    Metrics metrics) {
  public DataFileInfo {
    Objects.requireNonNull(tableLocation, "tableLocation");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(partitioning, "partitioning");
    Objects.requireNonNull(sorting, "sorting");
    partition = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(partition));
  }

  /** The same file under another number. */
  public DataFileInfo withFileId(long newFileId) {
    return with(newFileId, metrics);
  }

  /** The same file without statistics, to be kept in state. */
  public DataFileInfo withoutMetrics() {
    return metrics == null ? this : with(fileId, null);
  }

  private DataFileInfo with(long newFileId, Metrics newMetrics) {
    return new DataFileInfo(
        newFileId,
        tableId,
        tableLocation,
        path,
        partitioning,
        partition,
        sorting,
        rowCount,
        sizeBytes,
        newMetrics);
  }
}
