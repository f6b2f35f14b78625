package io.dolake.lake.dv;

import io.dolake.lake.file.LakeMessage;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/** What happened to a data file since the last checkpoint that this operator took part in. */
final class TouchedFile {
  private final long fileId;
  private final int tableId;
  private LakeMessage.FileAdded added;
  private final List<int[]> moved = new ArrayList<>(0);
  private final List<int[]> deleted = new ArrayList<>(1);

  TouchedFile(long fileId, int tableId) {
    this.fileId = fileId;
    this.tableId = tableId;
  }

  long fileId() {
    return fileId;
  }

  void added(LakeMessage.FileAdded message) {
    added = message;
  }

  void deleted(LakeMessage.RowsDeleted message) {
    (message.moved() ? moved : deleted).add(message.positions());
  }

  /**
   * Counts what was moved as changed: the file's story spans a checkpoint that failed, so that the
   * moves in it no longer start at a state that readers have seen.
   */
  void forgetMoves() {
    deleted.addAll(moved);
    moved.clear();
    if (added != null) {
      added = new LakeMessage.FileAdded(added.file(), false);
    }
  }

  /** Whether the file is one of those that went with a table's rows. */
  boolean isClearedBy(LakeMessage.TableCleared clearing) {
    return tableId == clearing.tableId() && clearing.covers(fileId);
  }

  /** The file's own creation, or null if it is older. */
  LakeMessage.FileAdded added() {
    return added;
  }

  int movedRows() {
    return count(moved);
  }

  int deletedRows() {
    return count(deleted);
  }

  void deleteMoved(PositionDeleteIndex positions) {
    delete(moved, positions);
  }

  void delete(PositionDeleteIndex positions) {
    delete(deleted, positions);
  }

  private static int count(List<int[]> batches) {
    return batches.stream().mapToInt(batch -> batch.length).sum();
  }

  private static void delete(List<int[]> batches, PositionDeleteIndex positions) {
    for (int[] batch : batches) {
      for (int position : batch) {
        positions.delete(position);
      }
    }
  }
}
