package io.dolake.lake.writer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The rows of a file that is not in its table's order: as many as memory may hold at a time are
 * read ahead and sorted, and are a run.
 */
final class ChunkedRows implements RowSource {
  private static final int MAX_ROWS = 10_000;
  private static final long MAX_BYTES = 8 << 20;
  private static final int VALUE_BYTES = 24;

  private final FileRows file;
  private final RowOrder order;
  private final Deque<Row> chunk = new ArrayDeque<>();

  private record Keyed(Object[] key, Row row) {}

  /**
   * @param file closed by this object
   */
  ChunkedRows(FileRows file, RowOrder order) {
    this.file = file;
    this.order = order;
  }

  @Override
  public Row next() {
    if (chunk.isEmpty()) {
      fill();
    }
    return chunk.poll();
  }

  private void fill() {
    List<Keyed> rows = new ArrayList<>();
    long bytes = 0;
    while (rows.size() < MAX_ROWS && bytes < MAX_BYTES) {
      Row row = file.next();
      if (row == null) {
        break;
      }
      if (row.file().knowsDeadRows() && row.file().isDead(row.position())) {
        continue;
      }
      rows.add(new Keyed(order.keyOf(row.values()), row));
      bytes += sizeOf(row.values());
    }
    rows.sort(Comparator.comparing(Keyed::key, order));
    for (Keyed keyed : rows) {
      Row row = keyed.row();
      chunk.add(new Row(row.file(), row.position(), row.values(), chunk.isEmpty()));
    }
  }

  private static long sizeOf(Object[] values) {
    long bytes = 0;
    for (Object value : values) {
      bytes += VALUE_BYTES;
      if (value instanceof String text) {
        bytes += 2L * text.length();
      } else if (value instanceof byte[] blob) {
        bytes += blob.length;
      }
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
