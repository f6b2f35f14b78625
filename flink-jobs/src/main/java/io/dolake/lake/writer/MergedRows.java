package io.dolake.lake.writer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The rows of several files that are in a table's order, as one run in that order. */
final class MergedRows implements RowSource {
  private final List<FileRows> files;
  private final RowOrder order;
  private final PriorityQueue<Head> heads;
  private boolean begun;

  /** The next row of one of the files. */
  private record Head(FileRows from, Row row, Object[] key) {}

  /**
   * @param files closed by this object
   */
  MergedRows(List<FileRows> files, RowOrder order) {
    this.files = List.copyOf(files);
    this.order = order;
    this.heads = new PriorityQueue<>(Comparator.comparing(Head::key, order));
    this.files.forEach(this::addHead);
  }

  private void addHead(FileRows file) {
    Row row = file.next();
    if (row != null) {
      heads.add(new Head(file, row, order.keyOf(row.values())));
    }
  }

  @Override
  public Row next() {
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    addHead(head.from());
    Row row = head.row();
    boolean first = !begun;
    begun = true;
    return new Row(row.file(), row.position(), row.values(), first);
  }

  @Override
  public void close() throws IOException {
    closeAll(new ArrayList<>(files));
  }

  /** Closes all of them, whatever fails; takes them out of the list. */
  static void closeAll(List<FileRows> open) throws IOException {
    while (!open.isEmpty()) {
      try (FileRows last = open.remove(open.size() - 1)) {
        closeAll(open);
      }
    }
  }
}
