package io.dolake.lake.writer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Positions of rows that died since the last checkpoint, by data file. */
final class DeadRows {
  /** Odd, so that no two file ids become one. */
  private static final long SPREADER = 0x9e3779b97f4a7c15L;

  /**
   * By file id, multiplied: ids of different intervals are alike in the bits that a hash map looks
   * at.
   */
  private final Map<Long, Positions> byFile = new HashMap<>();

  private static final class Positions {
    private final long fileId;
    private final int tableId;
    private int[] rows = new int[8];
    private int count;

    Positions(long fileId, int tableId) {
      this.fileId = fileId;
      this.tableId = tableId;
    }

    void add(int row) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
      }
      rows[count++] = row;
    }
  }

  /** Rows of one file, in order. */
  record FileRows(int tableId, int[] rows) {}

  void add(int tableId, FilePosition position) {
    long fileId = position.fileId();
    Positions positions = byFile.get(fileId * SPREADER);
    if (positions == null) {
      positions = new Positions(fileId, tableId);
      byFile.put(fileId * SPREADER, positions);
    }
    positions.add(position.row());
  }

  void removeTable(int tableId) {
    byFile.values().removeIf(positions -> positions.tableId == tableId);
  }

  boolean isEmpty() {
    return byFile.isEmpty();
  }

  /** Takes everything out. */
  void drain(BiConsumer<Long, FileRows> to) {
    for (Positions positions : byFile.values()) {
      int[] rows = Arrays.copyOf(positions.rows, positions.count);
      Arrays.sort(rows);
      to.accept(positions.fileId, new FileRows(positions.tableId, rows));
    }
    byFile.clear();
  }
}
