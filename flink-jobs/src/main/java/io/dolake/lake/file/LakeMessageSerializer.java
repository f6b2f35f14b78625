package io.dolake.lake.file;

import io.dolake.cdc.SingletonTypeInfo;
import io.dolake.lake.event.CodecSerializer;
import io.dolake.lake.event.VarInts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A byte that says which message, then its fields in the forms of {@link FileCodec}. */
public final class LakeMessageSerializer extends CodecSerializer<LakeMessage> {
  public static final LakeMessageSerializer INSTANCE = new LakeMessageSerializer();
  public static final SingletonTypeInfo<LakeMessage> TYPE =
      SingletonTypeInfo.of(LakeMessage.class, INSTANCE);

  private static final int FILE_ADDED = 1;
  private static final int ROWS_DELETED = 2;
  private static final int TABLE_CLEARED = 3;
  private static final int WRITER_REPORT = 4;
  private static final int FILE_CHANGED = 5;

  @Override
  public LakeMessage createInstance() {
    return new LakeMessage.TableCleared(0, 0, 0, 1, 0);
  }

  @Override
  public void serialize(LakeMessage message, DataOutputView out) throws IOException {
    if (message instanceof LakeMessage.FileAdded added) {
      out.writeByte(FILE_ADDED);
      FileCodec.writeFile(added.file(), out);
      out.writeBoolean(added.moved());
    } else if (message instanceof LakeMessage.RowsDeleted deleted) {
      out.writeByte(ROWS_DELETED);
      out.writeLong(deleted.fileId());
      VarInts.write(deleted.tableId(), out);
      out.writeBoolean(deleted.moved());
      VarInts.write(deleted.positions().length, out);
      for (int position : deleted.positions()) {
        VarInts.write(position, out);
      }
    } else if (message instanceof LakeMessage.TableCleared cleared) {
      out.writeByte(TABLE_CLEARED);
      VarInts.write(cleared.tableId(), out);
      out.writeLong(cleared.firstLiveFileId());
      VarInts.write(cleared.writer(), out);
      VarInts.write(cleared.writerCount(), out);
      out.writeLong(cleared.route());
    } else if (message instanceof LakeMessage.WriterReport report) {
      out.writeByte(WRITER_REPORT);
      writeReport(report, out);
    } else if (message instanceof LakeMessage.FileChanged changed) {
      out.writeByte(FILE_CHANGED);
      out.writeLong(changed.checkpointId());
      FileCodec.writeChange(changed.change(), out);
    }
  }

  private static void writeReport(LakeMessage.WriterReport report, DataOutputView out)
      throws IOException {
    out.writeLong(report.checkpointId());
    VarInts.write(report.writer(), out);
    VarInts.write(report.writerCount(), out);
    out.writeLong(report.watermark());
    out.writeLong(report.changes());
    out.writeBoolean(report.movesComeFirst());
    VarInts.write(report.lsns().size(), out);
    for (Map.Entry<Integer, Long> entry : report.lsns().entrySet()) {
      VarInts.write(entry.getKey(), out);
      out.writeLong(entry.getValue());
    }
    VarInts.write(report.steps().size(), out);
    for (TableStep step : report.steps()) {
      FileCodec.writeStep(step, out);
    }
  }

  @Override
  public LakeMessage deserialize(DataInputView in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case FILE_ADDED -> new LakeMessage.FileAdded(FileCodec.readFile(in), in.readBoolean());
      case ROWS_DELETED -> readDeleted(in);
      case TABLE_CLEARED ->
          new LakeMessage.TableCleared(
              VarInts.read(in), in.readLong(), VarInts.read(in), VarInts.read(in), in.readLong());
      case WRITER_REPORT -> readReport(in);
      case FILE_CHANGED -> new LakeMessage.FileChanged(in.readLong(), FileCodec.readChange(in));
      default -> throw new IOException("unknown message kind " + kind);
    };
  }

  private static LakeMessage readDeleted(DataInputView in) throws IOException {
    long fileId = in.readLong();
    int tableId = VarInts.read(in);
    boolean moved = in.readBoolean();
    int[] positions = new int[VarInts.read(in)];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = VarInts.read(in);
    }
    return new LakeMessage.RowsDeleted(fileId, tableId, positions, moved);
  }

  private static LakeMessage readReport(DataInputView in) throws IOException {
    long checkpointId = in.readLong();
    int writer = VarInts.read(in);
    int writerCount = VarInts.read(in);
    long watermark = in.readLong();
    long changes = in.readLong();
    boolean movesComeFirst = in.readBoolean();
    Map<Integer, Long> lsns = new HashMap<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      lsns.put(VarInts.read(in), in.readLong());
    }
    List<TableStep> steps = new ArrayList<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      steps.add(FileCodec.readStep(in));
    }
    return new LakeMessage.WriterReport(
        checkpointId, writer, writerCount, watermark, lsns, steps, changes, movesComeFirst);
  }

  @Override
  public TypeSerializerSnapshot<LakeMessage> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Version 1 of the form above. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LakeMessage> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
