package io.dolake.lake.writer;

/**
 * A data file with rows of this writer.
 *
 * @param fileId number of the file
 * @param tableId its table
 * @param path where it is
 * @param partition values of its partition, as text; files are merged within one
 * @param rows rows in it that may be this writer's
 * @param deadRows of them deleted by this writer
 */
record LiveFile(long fileId, int tableId, String path, String partition, long rows, long deadRows) {
  long liveRows() {
    return rows - deadRows;
  }

  /** The larger counts of two writers. */
  LiveFile or(LiveFile other) {
    return new LiveFile(
        fileId,
        tableId,
        path,
        partition,
        Math.max(rows, other.rows),
        Math.max(deadRows, other.deadRows));
  }

  LiveFile withDead(long more) {
    return new LiveFile(fileId, tableId, path, partition, rows, deadRows + more);
  }
}
