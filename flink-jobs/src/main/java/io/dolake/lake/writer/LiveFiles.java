package io.dolake.lake.writer;

import io.dolake.lake.event.VarInts;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeMap;

/**
 * The data files that this writer's rows lie in, with how many of them are dead: what compaction
 * chooses from. After a rescaling a file is known to all writers that may own rows of it, and the
 * counts are estimates; the index tells which rows are really alive and whose.
 */
final class LiveFiles {
  private final TreeMap<Long, LiveFile> files = new TreeMap<>();

  void added(DataFileInfo file) {
    added(file, file.rowCount());
  }

  /**
   * @param ownRows rows of it that are this writer's
   */
  void added(DataFileInfo file, long ownRows) {
    files.put(
        file.fileId(),
        new LiveFile(
            file.fileId(),
            file.tableId(),
            file.path(),
            file.partitioning() + file.partition(),
            ownRows,
            0));
  }

  void rowsDied(long fileId, int count) {
    files.computeIfPresent(
        fileId, (id, file) -> file.deadRows() + count >= file.rows() ? null : file.withDead(count));
  }

  void remove(long fileId) {
    files.remove(fileId);
  }

  void removeTable(int tableId) {
    files.values().removeIf(file -> file.tableId() == tableId);
  }

  /** By age, oldest first. */
  Collection<LiveFile> all() {
    return files.values();
  }

  void write(DataOutput out) throws IOException {
    VarInts.write(files.size(), out);
    for (LiveFile file : files.values()) {
      out.writeLong(file.fileId());
      VarInts.write(file.tableId(), out);
      FileCodec.writeText(file.path(), out);
      FileCodec.writeText(file.partition(), out);
      out.writeLong(file.rows());
      out.writeLong(file.deadRows());
    }
  }

  /**
   * Adds what another writer, or this one, knew. Of a file that both knew the larger counts stay:
   * each writer counts its own dead rows on top of what it was told at the last restart.
   */
  void read(DataInput in) throws IOException {
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      LiveFile file =
          new LiveFile(
              in.readLong(),
              VarInts.read(in),
              FileCodec.readText(in),
              FileCodec.readText(in),
              in.readLong(),
              in.readLong());
      files.merge(file.fileId(), file, LiveFile::or);
    }
  }
}
