package io.dolake.lake.writer;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.schema.PartitionText;
import java.util.BitSet;

/**
 * A data file with rows of this writer. Of a file that this writer has made since it was started it
 * also knows which rows are dead, at a bit per row: nobody else's rows are in it, and all that died
 * did so under this writer's eyes. Of other files it only has counts.
 */
final class LiveFile {
  private final long fileId;
  private final int tableId;
  private final String path;
  private final String partition;
  private final String sorting;
  private final long rows;
  private final BitSet deadPositions;
  private long deadRows;

  private LiveFile(
      long fileId,
      int tableId,
      String path,
      String partition,
      String sorting,
      long rows,
      long deadRows,
      BitSet deadPositions) {
    this.fileId = fileId;
    this.tableId = tableId;
    this.path = path;
    this.partition = partition;
    this.sorting = sorting;
    this.rows = rows;
    this.deadRows = deadRows;
    this.deadPositions = deadPositions;
  }

  /**
   * A file of which only counts are known.
   *
   * @param partition canonical text of its partition spec followed by the values of its partition;
   *     files are merged within one
   * @param sorting canonical text of an order that its rows certainly have, or empty
   * @param rows rows in it that may be this writer's
   * @param deadRows of them deleted by this writer
   */
  LiveFile(
      long fileId,
      int tableId,
      String path,
      String partition,
      String sorting,
      long rows,
      long deadRows) {
    this(fileId, tableId, path, partition, sorting, rows, deadRows, null);
  }

  /** A file that this writer has just made. */
  static LiveFile madeHere(DataFileInfo file) {
    return new LiveFile(
        file.fileId(),
        file.tableId(),
        file.path(),
        file.partitioning() + file.partition(),
        file.sorting(),
        file.rowCount(),
        0,
        new BitSet());
  }

  long fileId() {
    return fileId;
  }

  int tableId() {
    return tableId;
  }

  String path() {
    return path;
  }

  String partition() {
    return partition;
  }

  String sorting() {
    return sorting;
  }

  long rows() {
    return rows;
  }

  long deadRows() {
    return deadRows;
  }

  long liveRows() {
    return rows - deadRows;
  }

  /** Whether a column decides which partition the file is in. */
  boolean isPartitionedBy(int columnId) {
    return PartitionText.names(partition, columnId);
  }

  /** Whether the other file is of the same table, partition and order. */
  boolean liesBeside(LiveFile other) {
    return tableId == other.tableId
        && partition.equals(other.partition)
        && sorting.equals(other.sorting);
  }

  /** The larger counts of two writers. */
  LiveFile or(LiveFile other) {
    return new LiveFile(
        fileId,
        tableId,
        path,
        partition,
        sorting,
        Math.max(rows, other.rows),
        Math.max(deadRows, other.deadRows));
  }

  /** Dead rows for each row there is. */
  double deadRatio() {
    return (double) deadRows / rows;
  }

  /** Whether {@link #isDead} can be asked, and every other row is alive and this writer's own. */
  boolean knowsDeadRows() {
    return deadPositions != null;
  }

  boolean isDead(int position) {
    return deadPositions.get(position);
  }

  /** A row has died that {@link #rowsDied} will count. */
  void markDead(int position) {
    if (deadPositions != null) {
      deadPositions.set(position);
    }
  }

  void rowsDied(int[] positions) {
    deadRows += positions.length;
    for (int position : positions) {
      markDead(position);
    }
  }
}
