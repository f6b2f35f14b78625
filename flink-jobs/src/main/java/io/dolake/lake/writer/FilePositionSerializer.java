package io.dolake.lake.writer;

import io.dolake.lake.event.CodecSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** 12 bytes: file id, row. */
public final class FilePositionSerializer extends CodecSerializer<FilePosition> {
  static final FilePositionSerializer INSTANCE = new FilePositionSerializer();

  @Override
  public FilePosition createInstance() {
    return new FilePosition(0, 0);
  }

  @Override
  public int getLength() {
    return Long.BYTES + Integer.BYTES;
  }

  @Override
  public void serialize(FilePosition position, DataOutputView target) throws IOException {
    target.writeLong(position.fileId());
    target.writeInt(position.row());
  }

  @Override
  public FilePosition deserialize(DataInputView source) throws IOException {
    return new FilePosition(source.readLong(), source.readInt());
  }

  @Override
  public TypeSerializerSnapshot<FilePosition> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Version 1 of the form above. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FilePosition> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
