package io.dolake.lake.writer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Positions of rows that died since the last checkpoint, by data file. */
final class DeadRows {
  private final Map<Long, Positions> byFile = new HashMap<>();

  private static final class Positions {
    private final int tableId;
    private int[] rows = new int[8];
    private int count;

    Positions(int tableId) {
      this.tableId = tableId;
    }

    void add(int row) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
      }
      rows[count++] = row;
    }
  }

  /** Rows of one file. */
  record FileRows(int tableId, int[] rows) {}

  void add(int tableId, FilePosition position) {
    byFile.computeIfAbsent(position.fileId(), id -> new Positions(tableId)).add(position.row());
  }

  void removeTable(int tableId) {
    byFile.values().removeIf(positions -> positions.tableId == tableId);
  }

  boolean isEmpty() {
    return byFile.isEmpty();
  }

  /** Takes everything out. */
  void drain(BiConsumer<Long, FileRows> to) {
    byFile.forEach(
        (fileId, positions) ->
            to.accept(
                fileId,
                new FileRows(positions.tableId, Arrays.copyOf(positions.rows, positions.count))));
    byFile.clear();
  }
}
