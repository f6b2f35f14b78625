package io.dolake.lake.file;

import java.util.List;
import java.util.Map;

/** What operators of the topology tell those behind them, always before a checkpoint's barrier. */
public sealed interface LakeMessage {
  /** What the edge to the deletion vector writers is partitioned by. */
  long route();

  /**
   * From a LakeWriter: a new data file.
   *
   * @param moved whether it only holds rows moved from other files
   */
  record FileAdded(DataFileInfo file, boolean moved) implements LakeMessage {
    @Override
    public long route() {
      return file.fileId();
    }
  }

  /** From a LakeWriter: rows of a file that are dead now; positions in any order, none twice. */
  record RowsDeleted(long fileId, int tableId, int[] positions, boolean moved)
      implements LakeMessage {
    @Override
    public long route() {
      return fileId;
    }
  }

  /**
   * From each LakeWriter, one copy per deletion vector writer: a table's rows are gone. Each writer
   * speaks of the files that it made, because writers need not be in the same interval when a
   * checkpoint is given up; the first one also of the files of writers there were before a
   * rescaling.
   *
   * @param firstLiveFileId files of the writer below it are gone
   * @param writer index of the subtask
   * @param writerCount subtasks there are
   */
  record TableCleared(int tableId, long firstLiveFileId, int writer, int writerCount, long route)
      implements LakeMessage {
    /** What all copies have in common. */
    public TableCleared withoutRoute() {
      return new TableCleared(tableId, firstLiveFileId, writer, writerCount, 0);
    }

    /** Whether a file of the table is one of those. */
    public boolean covers(long fileId) {
      int maker = FileIds.writerOf(fileId);
      return (maker == writer || (writer == 0 && maker >= writerCount)) && fileId < firstLiveFileId;
    }
  }

  /**
   * From each LakeWriter at each checkpoint, passed on to the committer.
   *
   * @param checkpointId Flink checkpoint
   * @param writer index of the subtask
   * @param writerCount subtasks that will report
   * @param watermark every event with a commit timestamp at or below it is in this checkpoint
   * @param lsns last LSN applied, by shard
   * @param steps steps of whole tables since the last checkpoint; from writer 0 only
   * @param changes rows inserted, updated or deleted since the last checkpoint
   * @param movesComeFirst whether this writer counts as moved all that belongs to moves; if not,
   *     nothing in this checkpoint is to be told apart from changes
   */
  record WriterReport(
      long checkpointId,
      int writer,
      int writerCount,
      long watermark,
      Map<Integer, Long> lsns,
      List<TableStep> steps,
      long changes,
      boolean movesComeFirst)
      implements LakeMessage {
    public WriterReport {
      lsns = Map.copyOf(lsns);
      steps = List.copyOf(steps);
    }

    @Override
    public long route() {
      return writer;
    }
  }

  /** From a deletion vector writer: what became of a file until a checkpoint. */
  record FileChanged(long checkpointId, FileChange change) implements LakeMessage {
    @Override
    public long route() {
      return change.file().fileId();
    }
  }
}
