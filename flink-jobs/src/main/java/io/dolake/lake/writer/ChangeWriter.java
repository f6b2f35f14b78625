package io.dolake.lake.writer;

import io.dolake.lake.writer.FoldedChanges.Change;
import java.io.IOException;
import java.util.List;

/**
 * Writes folded changes to data files and keeps the index in step, in two passes: images are
 * written in the order of their table or else of their keys; then old positions are looked up and
 * replaced. The index goes through its keys in its own order, which is by key group: so a group's
 * part of it stays in the processor's caches, and neighbours in RocksDB are asked for one after the
 * other.
 */
final class ChangeWriter {
  private final WriterTables tables;
  private final RowIndex index;
  private final DataFileSet files;
  private final DeadRows dead;
  private final int keyGroups;

  /**
   * @param dead gets the old positions of rows that were changed or deleted
   * @param keyGroups of the job's state
   */
  ChangeWriter(
      WriterTables tables, RowIndex index, DataFileSet files, DeadRows dead, int keyGroups) {
    this.tables = tables;
    this.index = index;
    this.files = files;
    this.dead = dead;
    this.keyGroups = keyGroups;
  }

  /**
   * Writes the last images of some keys.
   *
   * @param changes by table and key
   */
  void write(List<Change> changes) throws IOException {
    writeImages(changes);
    Change[] order = byKeyGroup(changes);
    for (int from = 0, to; from < order.length; from = to) {
      to = Math.min(order.length, from + RowIndex.AT_ONCE);
      for (int i = from; i < to; i++) {
        index.touch(order[i].key(), order[i].keyGroup());
      }
      for (int i = from; i < to; i++) {
        changeIndex(order[i]);
      }
    }
  }

  private void writeImages(List<Change> changes) throws IOException {
    for (int from = 0, to; from < changes.size(); from = to) {
      int tableId = changes.get(from).tableId();
      to = from + 1;
      while (to < changes.size() && changes.get(to).tableId() == tableId) {
        to++;
      }
      writeImages(tables.get(tableId), changes.subList(from, to));
    }
  }

  private void writeImages(WriterTable table, List<Change> changes) throws IOException {
    long run = files.beginRun(table);
    for (Change change : table.order().sorted(changes)) {
      if (change.image() != null) {
        change.written(files.write(table, change.image(), run, changes.size()));
      }
    }
    files.endRun(run);
  }

  /** The changes by key group and, within one, as they were. */
  private Change[] byKeyGroup(List<Change> changes) {
    int[] next = new int[keyGroups + 1];
    for (Change change : changes) {
      next[change.keyGroup() + 1]++;
    }
    for (int group = 0; group < keyGroups; group++) {
      next[group + 1] += next[group];
    }
    Change[] order = new Change[changes.size()];
    for (Change change : changes) {
      order[next[change.keyGroup()]++] = change;
    }
    return order;
  }

  private void changeIndex(Change change) throws IOException {
    index.turnTo(change.key(), change.keyGroup());
    FilePosition old = change.mayExist() ? index.position() : null;
    boolean isLive = old != null && tables.get(change.tableId()).isLive(old);
    if (isLive) {
      dead.add(change.tableId(), old);
    }
    if (change.position() != null) {
      index.put(change.position());
    } else if (isLive) {
      index.remove();
    }
  }
}
