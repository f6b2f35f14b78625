package io.dolake.lake.writer;

import io.dolake.lake.file.DataFileInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/**
 * What a compaction has moved since the last checkpoint. Kept apart from the changes of the
 * interval, which come after it and get a snapshot of their own: the first change ends the moves.
 */
final class IntervalMoves {
  private final FileIO io;
  private final DataFileSet files;
  private final DeadRows dead = new DeadRows();
  private final List<DataFileInfo> finished = new ArrayList<>();
  private boolean ended;

  /**
   * @param files where rows are moved to as long as moves go on
   */
  IntervalMoves(FileIO io, DataFileSet files) {
    this.io = io;
    this.files = files;
  }

  /** Whether the index has seen no change since the last checkpoint. */
  boolean mayGoOn() {
    return !ended;
  }

  /** Old positions of what was moved. */
  DeadRows dead() {
    return dead;
  }

  /** The index is about to see a change. */
  void end() throws IOException {
    if (!ended) {
      ended = true;
      files.finishAll(finished::add);
    }
  }

  /** Throws away what was moved of a table. */
  void discardTable(int tableId) {
    dead.removeTable(tableId);
    for (DataFileInfo file : finished) {
      if (file.tableId() == tableId) {
        UnusedFiles.delete(io, file.path());
      }
    }
    finished.removeIf(file -> file.tableId() == tableId);
  }

  /** Takes the files out that rows were moved to; the moves have ended. */
  List<DataFileInfo> takeFiles() {
    List<DataFileInfo> taken = List.copyOf(finished);
    finished.clear();
    return taken;
  }

  /** The interval is over; the next one begins with moves. */
  void beginInterval() {
    ended = false;
  }
}
