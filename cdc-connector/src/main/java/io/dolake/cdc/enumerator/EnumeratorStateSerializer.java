package io.dolake.cdc.enumerator;

import io.dolake.cdc.split.LogSplit;
import io.dolake.cdc.split.SnapshotSplit;
import io.dolake.cdc.split.SplitFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** Version 1: the fields in the order of the record; lists as count (4) and elements. */
public final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EnumeratorState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    out.writeUTF(state.slot());
    out.writeUTF(state.reader());
    out.writeBoolean(state.planned());
    out.writeInt(state.shards().size());
    for (int shard : state.shards()) {
      out.writeInt(shard);
    }
    writeSnapshotSplits(state.unassigned(), out);
    writeSnapshotSplits(state.assigned(), out);
    writeSnapshotSplits(state.finished(), out);
    out.writeInt(state.unassignedLogs().size());
    for (LogSplit split : state.unassignedLogs()) {
      SplitFormat.writeLogSplit(split, out);
    }
    out.writeInt(state.finishedIds().size());
    for (String id : state.finishedIds()) {
      out.writeUTF(id);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "enumerator state has format version "
              + version
              + ", this connector reads version "
              + VERSION);
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    EnumeratorState state =
        new EnumeratorState(
            in.readUTF(),
            in.readUTF(),
            in.readBoolean(),
            readShards(in),
            readSnapshotSplits(in),
            readSnapshotSplits(in),
            readSnapshotSplits(in),
            readLogSplits(in),
            readIds(in));
    if (in.available() > 0) {
      throw new IOException("enumerator state has " + in.available() + " bytes too many");
    }
    return state;
  }

  private static void writeSnapshotSplits(List<SnapshotSplit> splits, DataOutputView out)
      throws IOException {
    out.writeInt(splits.size());
    for (SnapshotSplit split : splits) {
      SplitFormat.writeSnapshotSplit(split, out);
    }
  }

  private static List<SnapshotSplit> readSnapshotSplits(DataInputView in) throws IOException {
    int count = SplitFormat.readCount(in);
    List<SnapshotSplit> splits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      splits.add(SplitFormat.readSnapshotSplit(in));
    }
    return splits;
  }

  private static List<LogSplit> readLogSplits(DataInputView in) throws IOException {
    int count = SplitFormat.readCount(in);
    List<LogSplit> splits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      splits.add(SplitFormat.readLogSplit(in));
    }
    return splits;
  }

  private static Set<Integer> readShards(DataInputView in) throws IOException {
    int count = SplitFormat.readCount(in);
    Set<Integer> shards = new HashSet<>();
    for (int i = 0; i < count; i++) {
      shards.add(in.readInt());
    }
    return shards;
  }

  private static Set<String> readIds(DataInputView in) throws IOException {
    int count = SplitFormat.readCount(in);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      ids.add(in.readUTF());
    }
    return ids;
  }
}
