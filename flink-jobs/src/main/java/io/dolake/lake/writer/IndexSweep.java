package io.dolake.lake.writer;

import io.dolake.lake.event.RowKey;
import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Removes index entries of rows that went with a dropped or truncated table. Such an entry harms
 * nobody, because the table's steps say that its position is dead, but it would stay forever. Keyed
 * state knows no tables, so this is a pass over the whole index, a few keys at a time. It starts
 * over after a restart.
 */
final class IndexSweep implements AutoCloseable {
  /** Looked at between two barriers while the writer is busy; some milliseconds. */
  static final int KEYS_PER_STEP = 4_000;

  private final RowIndex index;
  private final WriterTables tables;

  /** Tables that may have dead entries; part of the writer's state. */
  private final Set<Integer> emptied = new TreeSet<>();

  /** Those of them that had them all when the pass began. */
  private final Set<Integer> swept = new TreeSet<>();

  private Stream<RowKey> keys;
  private Iterator<RowKey> iterator;

  IndexSweep(RowIndex index, WriterTables tables) {
    this.index = index;
    this.tables = tables;
  }

  /** All rows of a table died at once. */
  void add(int tableId) {
    emptied.add(tableId);
    swept.remove(tableId);
  }

  /** Tables that are not swept yet. */
  Collection<Integer> emptied() {
    return emptied;
  }

  /** Looks at some more keys, if there is something to sweep; gives how many entries went. */
  int step() throws IOException {
    if (emptied.isEmpty()) {
      return 0;
    }
    if (iterator == null) {
      swept.addAll(emptied);
      keys = index.keysWhileChanging(Set.copyOf(swept));
      iterator = keys.iterator();
    }
    int removed = 0;
    for (int looked = 0; looked < KEYS_PER_STEP && iterator.hasNext(); looked++) {
      RowKey key = iterator.next();
      if (swept.contains(key.tableId()) && removeIfDead(key)) {
        removed++;
      }
    }
    if (!iterator.hasNext()) {
      close();
      emptied.removeAll(swept);
      swept.clear();
    }
    return removed;
  }

  private boolean removeIfDead(RowKey key) throws IOException {
    index.turnTo(key);
    FilePosition position = index.position();
    WriterTable table = tables.find(key.tableId());
    if (position == null || (table != null && table.isLive(position))) {
      return false;
    }
    index.remove();
    return true;
  }

  /** Ends the pass; a later step begins another. */
  @Override
  public void close() {
    iterator = null;
    if (keys != null) {
      keys.close();
      keys = null;
    }
  }
}
