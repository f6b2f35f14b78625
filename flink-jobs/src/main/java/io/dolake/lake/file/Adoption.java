package io.dolake.lake.file;

import io.dolake.lake.event.VarInts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Order to the writers to take over files that another engine made of files of theirs. All writers
 * carry it out for the same checkpoint: each one moves its own rows, in the index, from the
 * replaced files to the new ones.
 *
 * @param interval checkpoint interval in which the order was given, one order in each; it is
 *     carried out in front of the first change of a later one
 * @param tableId the table
 * @param tableLocation root of its files, which tells it from another database's table of that id
 * @param snapshotId snapshot of the other engine
 * @param files new files, with the numbers that they get
 * @param replacedIds numbers of replaced files that this topology, or one before it, wrote
 * @param replacedPaths all replaced files
 * @param last whether nothing more is to come of this snapshot
 */
public record Adoption(
    long interval,
    int tableId,
    String tableLocation,
    long snapshotId,
    List<DataFileInfo> files,
    Set<Long> replacedIds,
    Set<String> replacedPaths,
    boolean last) {
  private static final int VERSION = 2;

  /** Its files have no order. */
  private static final int FIRST_VERSION = 1;

  public Adoption {
    files = List.copyOf(files);
    replacedIds = Set.copyOf(replacedIds);
    replacedPaths = Set.copyOf(replacedPaths);
  }

  /** The same order with the files' statistics left out, which only one writer needs. */
  public Adoption withoutMetrics() {
    return new Adoption(
        interval,
        tableId,
        tableLocation,
        snapshotId,
        files.stream().map(DataFileInfo::withoutMetrics).toList(),
        replacedIds,
        replacedPaths,
        last);
  }

  /** Whether the files' statistics are there. */
  public boolean hasMetrics() {
    return files.stream().allMatch(file -> file.metrics() != null);
  }

  /** Version, interval, table, location, snapshot, files, replaced ids and paths, whether last. */
  public byte[] encode() {
    try {
      DataOutputSerializer out = new DataOutputSerializer(256);
      out.writeByte(VERSION);
      out.writeLong(interval);
      VarInts.write(tableId, out);
      FileCodec.writeText(tableLocation, out);
      out.writeLong(snapshotId);
      VarInts.write(files.size(), out);
      for (DataFileInfo file : files) {
        FileCodec.writeFile(file, out);
      }
      VarInts.write(replacedIds.size(), out);
      for (long id : replacedIds) {
        out.writeLong(id);
      }
      VarInts.write(replacedPaths.size(), out);
      for (String path : replacedPaths) {
        FileCodec.writeText(path, out);
      }
      out.writeBoolean(last);
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
  }

  public static Adoption decode(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int version = in.readUnsignedByte();
    if (version != VERSION && version != FIRST_VERSION) {
      throw new IOException("adoption of unknown version " + version);
    }
    long interval = in.readLong();
    int tableId = VarInts.read(in);
    String location = FileCodec.readText(in);
    long snapshotId = in.readLong();
    List<DataFileInfo> files = new ArrayList<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      files.add(FileCodec.readFile(in));
    }
    Set<Long> ids = new HashSet<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      ids.add(in.readLong());
    }
    Set<String> paths = new HashSet<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      paths.add(FileCodec.readText(in));
    }
    return new Adoption(
        interval, tableId, location, snapshotId, files, ids, paths, in.readBoolean());
  }
}
