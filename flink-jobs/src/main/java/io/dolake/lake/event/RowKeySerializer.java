package io.dolake.lake.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Table id and key length as variable-length integers, then the key: two bytes more than the key in
 * the common case, because this is what the index in RocksDB pays for every row.
 */
public final class RowKeySerializer extends CodecSerializer<RowKey> {
  public static final RowKeySerializer INSTANCE = new RowKeySerializer();

  @Override
  public RowKey createInstance() {
    return new RowKey(0, new byte[0]);
  }

  @Override
  public void serialize(RowKey record, DataOutputView target) throws IOException {
    VarInts.write(record.tableId(), target);
    VarInts.write(record.key().length, target);
    target.write(record.key());
  }

  @Override
  public RowKey deserialize(DataInputView source) throws IOException {
    int tableId = VarInts.read(source);
    byte[] key = new byte[VarInts.read(source)];
    source.readFully(key);
    return new RowKey(tableId, key);
  }

  @Override
  public TypeSerializerSnapshot<RowKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Version 1 of the form above. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RowKey> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
