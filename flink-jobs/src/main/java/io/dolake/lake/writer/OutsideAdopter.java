package io.dolake.lake.writer;

import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.lake.event.RowKey;
import io.dolake.lake.file.Adoption;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.parquet.LakeRowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;

/**
 * Takes over files that another engine made of files of this topology, as a compaction whose rows
 * somebody else has written. The index decides: a row of a new file is the live one if the index
 * has its key in a file that the engine replaced, because a row never changes where it lies and
 * rows of a file only die. It moves to the new file, the old position dies. Any other row of the
 * new file, whose key has changed or gone since, is dead there from the start. So whatever the
 * engine did, no row is lost, comes twice, or comes back.
 *
 * <p>An order is for all writers; each carries it out for the keys it owns, for the first
 * checkpoint after the interval in which the order was given, before it applies the next change.
 * Until then the orders are part of the writers' state.
 */
final class OutsideAdopter {
  private final FileIO io;
  private final RowIndex index;
  private final LiveFiles liveFiles;
  private final Predicate<RowKey> ownsKey;
  private final ByteWriter keyBytes = new ByteWriter();

  /** Orders to be carried out, by interval. */
  private final NavigableMap<Long, Adoption> pending = new TreeMap<>();

  private List<Adopted> adopted = new ArrayList<>();

  /**
   * A file that was taken over since the last checkpoint.
   *
   * @param ownRows rows of it whose keys are this writer's
   * @param moved whether that counts as a move
   */
  record Adopted(DataFileInfo file, long ownRows, boolean moved) {}

  OutsideAdopter(FileIO io, RowIndex index, LiveFiles liveFiles, Predicate<RowKey> ownsKey) {
    this.io = io;
    this.index = index;
    this.liveFiles = liveFiles;
    this.ownsKey = ownsKey;
  }

  /** Notes an order; of several copies the one that says most stays. */
  void add(Adoption order) {
    pending.merge(order.interval(), order, (a, b) -> a.hasMetrics() ? a : b);
  }

  Collection<Adoption> pending() {
    return pending.values();
  }

  /**
   * Takes out the orders that are to be carried out for a checkpoint.
   *
   * @param checkpointId the checkpoint, or what it will be at least
   */
  List<Adoption> takeDue(long checkpointId) {
    NavigableMap<Long, Adoption> due = pending.headMap(checkpointId, false);
    List<Adoption> taken = List.copyOf(due.values());
    due.clear();
    return taken;
  }

  /**
   * Carries an order out.
   *
   * @param moved whether it counts as a move
   * @param dead gets old positions, and positions of new files that are dead from the start
   */
  void adopt(WriterTable table, Adoption order, boolean moved, DeadRows dead) throws IOException {
    Set<Long> replaced = new HashSet<>(order.replacedIds());
    for (LiveFile file : liveFiles.all()) {
      if (order.replacedPaths().contains(file.path())) {
        replaced.add(file.fileId());
      } else {
        // The number is that of a file by an earlier job, which began to count at one, too.
        replaced.remove(file.fileId());
      }
    }
    for (DataFileInfo file : order.files()) {
      long ownRows = adopt(table, file, replaced, dead);
      adopted.add(new Adopted(file, ownRows, moved));
    }
  }

  private long adopt(WriterTable table, DataFileInfo file, Set<Long> replaced, DeadRows dead)
      throws IOException {
    TableDef definition = table.current();
    KeyCodec keys = KeyCodec.forTable(definition);
    long ownRows = 0;
    int row = 0;
    try (CloseableIterable<Object[]> rows =
        LakeRowReader.readKeys(io.newInputFile(file.path()), definition)) {
      for (Object[] values : rows) {
        keyBytes.clear();
        keys.encodeRow(keyBytes, values);
        RowKey key = new RowKey(table.tableId(), keyBytes.copyOfBytes());
        FilePosition position = new FilePosition(file.fileId(), row++);
        if (ownsKey.test(key)) {
          ownRows++;
          dead.add(table.tableId(), moveTo(position, table, key, replaced));
        }
      }
    }
    return ownRows;
  }

  /** The position that dies: the row's old one, or the new one if the row has gone on since. */
  private FilePosition moveTo(
      FilePosition position, WriterTable table, RowKey key, Set<Long> replaced) throws IOException {
    index.turnTo(key);
    FilePosition old = index.position();
    if (old == null || !replaced.contains(old.fileId()) || !table.isLive(old)) {
      return position;
    }
    index.put(position);
    return old;
  }

  /** Takes out the files taken over since the last checkpoint. */
  List<Adopted> takeAdopted() {
    List<Adopted> taken = adopted;
    adopted = new ArrayList<>();
    return taken;
  }

  /** A table's rows are gone, so there is nothing to take over; gives the orders that fall away. */
  List<Adoption> forgetTable(int tableId) {
    List<Adoption> fallen =
        pending.values().stream().filter(order -> order.tableId() == tableId).toList();
    pending.values().removeAll(fallen);
    adopted.removeIf(file -> file.file().tableId() == tableId);
    return fallen;
  }
}
