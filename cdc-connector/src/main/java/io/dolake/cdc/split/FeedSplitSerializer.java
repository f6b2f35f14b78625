package io.dolake.cdc.split;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Version 1: kind (1 byte: 1 snapshot, 2 log), then the fields in the order of the record, see
 * {@link SplitFormat}.
 */
public final class FeedSplitSerializer implements SimpleVersionedSerializer<FeedSplit> {
  private static final int VERSION = 1;
  private static final int SNAPSHOT = 1;
  private static final int LOG = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FeedSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    if (split instanceof SnapshotSplit snapshot) {
      out.writeByte(SNAPSHOT);
      SplitFormat.writeSnapshotSplit(snapshot, out);
    } else {
      out.writeByte(LOG);
      SplitFormat.writeLogSplit((LogSplit) split, out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public FeedSplit deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "split has format version " + version + ", this connector reads version " + VERSION);
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    int kind = in.readUnsignedByte();
    FeedSplit split =
        switch (kind) {
          case SNAPSHOT -> SplitFormat.readSnapshotSplit(in);
          case LOG -> SplitFormat.readLogSplit(in);
          default -> throw new IOException("split of unknown kind " + kind);
        };
    if (in.available() > 0) {
      throw new IOException("split has " + in.available() + " bytes too many");
    }
    return split;
  }
}
