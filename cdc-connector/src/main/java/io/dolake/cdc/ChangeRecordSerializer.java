package io.dolake.cdc;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialized form, big-endian: kind and presence bits (1 byte: low 4 bits kind, high 4 bits which
 * of key, before, after, table follow), shard (4), LSN (8), index (4), timestamp (8), transaction
 * id (8), table id (4), then each present array as length (4) and bytes.
 */
public final class ChangeRecordSerializer extends TypeSerializerSingleton<ChangeRecord> {
  public static final ChangeRecordSerializer INSTANCE = new ChangeRecordSerializer();
  public static final SingletonTypeInfo<ChangeRecord> TYPE =
      SingletonTypeInfo.of(ChangeRecord.class, INSTANCE);

  private static final int KIND_MASK = 0x0f;
  private static final int HAS_KEY = 0x10;
  private static final int HAS_BEFORE = 0x20;
  private static final int HAS_AFTER = 0x40;
  private static final int HAS_TABLE = 0x80;

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public ChangeRecord createInstance() {
    return ChangeRecord.snapshotComplete(0, 0, 0);
  }

  @Override
  public ChangeRecord copy(ChangeRecord from) {
    return from;
  }

  @Override
  public ChangeRecord copy(ChangeRecord from, ChangeRecord reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(ChangeRecord record, DataOutputView target) throws IOException {
    target.writeByte(
        record.kind().code()
            | (record.key() == null ? 0 : HAS_KEY)
            | (record.before() == null ? 0 : HAS_BEFORE)
            | (record.after() == null ? 0 : HAS_AFTER)
            | (record.table() == null ? 0 : HAS_TABLE));
    target.writeInt(record.shard());
    target.writeLong(record.lsn());
    target.writeInt(record.index());
    target.writeLong(record.timestamp());
    target.writeLong(record.transactionId());
    target.writeInt(record.tableId());
    writeBytes(record.key(), target);
    writeBytes(record.before(), target);
    writeBytes(record.after(), target);
    writeBytes(record.table(), target);
  }

  @Override
  public ChangeRecord deserialize(DataInputView source) throws IOException {
    int head = source.readUnsignedByte();
    return new ChangeRecord(
        ChangeKind.ofCode(head & KIND_MASK),
        source.readInt(),
        source.readLong(),
        source.readInt(),
        source.readLong(),
        source.readLong(),
        source.readInt(),
        readBytes(head, HAS_KEY, source),
        readBytes(head, HAS_BEFORE, source),
        readBytes(head, HAS_AFTER, source),
        readBytes(head, HAS_TABLE, source));
  }

  @Override
  public ChangeRecord deserialize(ChangeRecord reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    if (bytes != null) {
      target.writeInt(bytes.length);
      target.write(bytes);
    }
  }

  private static byte[] readBytes(int head, int flag, DataInputView source) throws IOException {
    if ((head & flag) == 0) {
      return null;
    }
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return bytes;
  }

  @Override
  public TypeSerializerSnapshot<ChangeRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Version 1 of the form above. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ChangeRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
