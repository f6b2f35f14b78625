package io.dolake.lake.event;

import io.dolake.cdc.SingletonTypeInfo;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialized form: kind in the low 4 bits of a byte with presence of key (0x10) and image (0x20)
 * above, key group (2 bytes), shard, LSN (8), index, timestamp (8), table id, then the arrays; what
 * has no size given is a variable-length integer.
 */
public final class LakeEventSerializer extends CodecSerializer<LakeEvent> {
  public static final LakeEventSerializer INSTANCE = new LakeEventSerializer();
  public static final SingletonTypeInfo<LakeEvent> TYPE =
      SingletonTypeInfo.of(LakeEvent.class, INSTANCE);

  private static final int HAS_KEY = 0x10;
  private static final int HAS_IMAGE = 0x20;

  @Override
  public LakeEvent createInstance() {
    return new LakeEvent(LakeEvent.Kind.DROP, -1, 0, 0, -1, 0, 0, null, null);
  }

  @Override
  public void serialize(LakeEvent event, DataOutputView target) throws IOException {
    target.writeByte(
        event.kind().code()
            | (event.key() == null ? 0 : HAS_KEY)
            | (event.image() == null ? 0 : HAS_IMAGE));
    target.writeShort(event.keyGroup());
    VarInts.write(event.shard(), target);
    target.writeLong(event.lsn());
    VarInts.write(event.index() + 1, target);
    target.writeLong(event.timestamp());
    VarInts.write(event.tableId(), target);
    writeBytes(event.key(), target);
    writeBytes(event.image(), target);
  }

  @Override
  public LakeEvent deserialize(DataInputView source) throws IOException {
    int head = source.readUnsignedByte();
    return new LakeEvent(
        LakeEvent.Kind.ofCode(head & 0x0f),
        source.readShort(),
        VarInts.read(source),
        source.readLong(),
        VarInts.read(source) - 1,
        source.readLong(),
        VarInts.read(source),
        (head & HAS_KEY) != 0 ? readBytes(source) : null,
        (head & HAS_IMAGE) != 0 ? readBytes(source) : null);
  }

  private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    if (bytes != null) {
      VarInts.write(bytes.length, target);
      target.write(bytes);
    }
  }

  private static byte[] readBytes(DataInputView source) throws IOException {
    byte[] bytes = new byte[VarInts.read(source)];
    source.readFully(bytes);
    return bytes;
  }

  @Override
  public TypeSerializerSnapshot<LakeEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Version 1 of the form above. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LakeEvent> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
