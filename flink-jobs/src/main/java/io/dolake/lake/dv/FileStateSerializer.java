package io.dolake.lake.dv;

import io.dolake.lake.event.CodecSerializer;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileCodec;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Format version, file, whether a vector follows, vector. */
public final class FileStateSerializer extends CodecSerializer<FileState> {
  static final FileStateSerializer INSTANCE = new FileStateSerializer();

  @Override
  public FileState createInstance() {
    return new FileState(new DataFileInfo(0, 0, "", "", "", List.of(), "", 0, 0, null), null);
  }

  @Override
  public void serialize(FileState state, DataOutputView out) throws IOException {
    out.writeByte(FileCodec.VERSION);
    FileCodec.writeFile(state.file(), out);
    out.writeBoolean(state.vector() != null);
    if (state.vector() != null) {
      FileCodec.writeVector(state.vector(), out);
    }
  }

  @Override
  public FileState deserialize(DataInputView in) throws IOException {
    int version = in.readUnsignedByte();
    if (!FileCodec.canRead(version)) {
      throw new IOException("file state of unknown version " + version);
    }
    return new FileState(
        FileCodec.readFile(in), in.readBoolean() ? FileCodec.readVector(in) : null);
  }

  @Override
  public TypeSerializerSnapshot<FileState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Version 1 of the form above. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FileState> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
