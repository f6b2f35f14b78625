package io.dolake.lake.writer;

import io.dolake.lake.event.VarInts;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data files that this writer's rows lie in, with how many of them are dead: what compaction
 * chooses from. After a rescaling a file is known to all writers that may own rows of it, and the
 * counts are estimates; the index tells which rows are really alive and whose.
 */
final class LiveFiles {
  private final TreeMap<Long, LiveFile> files = new TreeMap<>();
  private final Map<Integer, Long> liveRows = new HashMap<>();
  private long version;

  void added(DataFileInfo file) {
    add(LiveFile.madeHere(file));
  }

  /**
   * Adds a file that others have made.
   *
   * @param ownRows rows of it that are this writer's
   */
  void added(DataFileInfo file, long ownRows) {
    String partition = file.partitioning() + file.partition();
    // What order its rows have is what their engine says; that is not relied on.
    add(new LiveFile(file.fileId(), file.tableId(), file.path(), partition, "", ownRows, 0));
  }

  private void add(LiveFile file) {
    files.put(file.fileId(), file);
    countLive(file.tableId(), file.liveRows());
  }

  void rowsDied(long fileId, int[] positions) {
    LiveFile file = files.get(fileId);
    if (file != null) {
      file.rowsDied(positions);
      countLive(file.tableId(), -positions.length);
      if (file.liveRows() <= 0) {
        remove(fileId);
      }
    }
  }

  void remove(long fileId) {
    LiveFile file = files.remove(fileId);
    if (file != null) {
      countLive(file.tableId(), -file.liveRows());
    }
  }

  void removeTable(int tableId) {
    files.values().removeIf(file -> file.tableId() == tableId);
    liveRows.remove(tableId);
    version++;
  }

  private void countLive(int tableId, long more) {
    liveRows.merge(tableId, more, Long::sum);
    version++;
  }

  /** By age, oldest first. */
  Collection<LiveFile> all() {
    return files.values();
  }

  /** Another number after every change. */
  long version() {
    return version;
  }

  /** Live rows of a table. */
  long liveRows(int tableId) {
    return liveRows.getOrDefault(tableId, 0L);
  }

  /** Live rows of all tables. */
  long liveRows() {
    return liveRows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Dead rows that readers pass for each live one. */
  double debt() {
    long live = 0;
    long dead = 0;
    for (LiveFile file : files.values()) {
      live += file.liveRows();
      dead += file.deadRows();
    }
    return dead == 0 ? 0 : (double) dead / Math.max(1, live);
  }

  void write(DataOutput out) throws IOException {
    VarInts.write(files.size(), out);
    for (LiveFile file : files.values()) {
      out.writeLong(file.fileId());
      VarInts.write(file.tableId(), out);
      FileCodec.writeText(file.path(), out);
      FileCodec.writeText(file.partition(), out);
      FileCodec.writeText(file.sorting(), out);
      out.writeLong(file.rows());
      out.writeLong(file.deadRows());
    }
  }

  /**
   * Adds what another writer, or this one, knew. Of a file that both knew the larger counts stay:
   * each writer counts its own dead rows on top of what it was told at the last restart.
   *
   * @param withSorting whether the form tells the order of each file's rows
   */
  void read(DataInput in, boolean withSorting) throws IOException {
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      LiveFile file =
          new LiveFile(
              in.readLong(),
              VarInts.read(in),
              FileCodec.readText(in),
              FileCodec.readText(in),
              withSorting ? FileCodec.readText(in) : "",
              in.readLong(),
              in.readLong());
      LiveFile known = files.get(file.fileId());
      if (known != null) {
        countLive(known.tableId(), -known.liveRows());
        file = known.or(file);
      }
      add(file);
    }
  }
}
