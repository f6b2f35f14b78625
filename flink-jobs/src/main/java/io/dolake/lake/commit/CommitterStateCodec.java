package io.dolake.lake.commit;

import io.dolake.common.catalog.CatalogCodec;
import io.dolake.lake.event.VarInts;
import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.FileCodec;
import io.dolake.lake.file.TableStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * {@link CommitterState} as bytes: version, lineage, tables, held cut, ready cuts, LSNs, and ids of
 * tables with snapshots. Since version 3 files have an order.
 */
final class CommitterStateCodec {
  private static final int VERSION = 3;

  /** Does not tell which tables have snapshots. */
  private static final int FIRST_VERSION = 1;

  private static final int INITIAL_BYTES = 4096;

  private CommitterStateCodec() {}

  static byte[] encode(CommitterState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
    out.writeByte(VERSION);
    FileCodec.writeText(state.lineage(), out);
    VarInts.write(state.tables().size(), out);
    for (LakeTable table : state.tables().values()) {
      FileCodec.writeBytes(CatalogCodec.encodeTable(table.definition()), out);
      VarInts.write(table.identifier().namespace().length(), out);
      for (String level : table.identifier().namespace().levels()) {
        FileCodec.writeText(level, out);
      }
      FileCodec.writeText(table.identifier().name(), out);
      FileCodec.writeText(table.location(), out);
    }
    out.writeBoolean(state.held() != null);
    if (state.held() != null) {
      writeCut(state.held(), out);
    }
    VarInts.write(state.ready().size(), out);
    for (Cut cut : state.ready()) {
      writeCut(cut, out);
    }
    writeLsns(state.lsns(), out);
    VarInts.write(state.committed().size(), out);
    for (int tableId : state.committed()) {
      VarInts.write(tableId, out);
    }
    return out.getCopyOfBuffer();
  }

  static CommitterState decode(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int version = in.readUnsignedByte();
    if (version < FIRST_VERSION || version > VERSION) {
      throw new IOException("committer state of unknown version " + version);
    }
    String lineage = FileCodec.readText(in);
    Map<Integer, LakeTable> tables = new HashMap<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      LakeTable table = readTable(in);
      tables.put(table.tableId(), table);
    }
    Cut held = in.readBoolean() ? readCut(in) : null;
    List<Cut> ready = new ArrayList<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      ready.add(readCut(in));
    }
    Map<Integer, Long> lsns = readLsns(in);
    Set<Integer> committed = new HashSet<>();
    for (int rest = version == FIRST_VERSION ? 0 : VarInts.read(in); rest > 0; rest--) {
      committed.add(VarInts.read(in));
    }
    if (in.available() > 0) {
      throw new IOException("committer state with " + in.available() + " bytes too many");
    }
    return new CommitterState(lineage, tables, committed, held, ready, lsns);
  }

  private static LakeTable readTable(DataInputDeserializer in) throws IOException {
    byte[] definition = FileCodec.readBytes(in);
    String[] levels = new String[VarInts.read(in)];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = FileCodec.readText(in);
    }
    TableIdentifier identifier = TableIdentifier.of(Namespace.of(levels), FileCodec.readText(in));
    return new LakeTable(CatalogCodec.decodeTable(definition), identifier, FileCodec.readText(in));
  }

  private static void writeCut(Cut cut, DataOutputSerializer out) throws IOException {
    FileCodec.writeText(cut.commitId(), out);
    out.writeLong(cut.checkpointId());
    out.writeLong(cut.watermark());
    writeLsns(cut.lsns(), out);
    VarInts.write(cut.steps().size(), out);
    for (TableStep step : cut.steps()) {
      FileCodec.writeStep(step, out);
    }
    VarInts.write(cut.files().size(), out);
    for (FileChange change : cut.files()) {
      FileCodec.writeChange(change, out);
    }
  }

  private static Cut readCut(DataInputDeserializer in) throws IOException {
    String commitId = FileCodec.readText(in);
    long checkpointId = in.readLong();
    long watermark = in.readLong();
    Map<Integer, Long> lsns = readLsns(in);
    List<TableStep> steps = new ArrayList<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      steps.add(FileCodec.readStep(in));
    }
    List<FileChange> files = new ArrayList<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      files.add(FileCodec.readChange(in));
    }
    return new Cut(commitId, checkpointId, watermark, lsns, steps, files);
  }

  private static void writeLsns(Map<Integer, Long> lsns, DataOutputSerializer out)
      throws IOException {
    VarInts.write(lsns.size(), out);
    for (Map.Entry<Integer, Long> entry : lsns.entrySet()) {
      VarInts.write(entry.getKey(), out);
      out.writeLong(entry.getValue());
    }
  }

  private static Map<Integer, Long> readLsns(DataInputDeserializer in) throws IOException {
    Map<Integer, Long> lsns = new HashMap<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      lsns.put(VarInts.read(in), in.readLong());
    }
    return lsns;
  }
}
