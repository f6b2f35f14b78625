package io.dolake.lake.outside;

import io.dolake.lake.event.VarInts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: checkpoint (8 bytes), count, then snapshot (8 bytes) and portions of each. */
final class OutsideWatchSerializer implements SimpleVersionedSerializer<OutsideWatch> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(OutsideWatch watch) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeLong(watch.checkpointId());
    VarInts.write(watch.portionsOrdered().size(), out);
    for (Map.Entry<Long, Integer> entry : watch.portionsOrdered().entrySet()) {
      out.writeLong(entry.getKey());
      VarInts.write(entry.getValue(), out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public OutsideWatch deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("state of the outside watcher of unknown version " + version);
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    long checkpointId = in.readLong();
    Map<Long, Integer> portions = new HashMap<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      portions.put(in.readLong(), VarInts.read(in));
    }
    return new OutsideWatch(checkpointId, portions);
  }
}
