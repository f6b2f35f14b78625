package io.dolake.lake.event;

import java.nio.ByteBuffer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Keys the stream of events. A row goes to the owner of its key. What every writer must see (schema
 * changes, truncations) is copied once per key group by {@link EventRouter} and gets a key that
 * falls into that group, so that each writer sees it in order with the rows, whatever the
 * parallelism is now or after a rescaling.
 */
public final class EventKeys implements KeySelector<LakeEvent, RowKey> {
  private static final int CONTROL_TABLE = 0;

  private final RowKey[] controlKeys;

  public EventKeys(int maxParallelism) {
    this.controlKeys = controlKeys(maxParallelism);
  }

  @Override
  public RowKey getKey(LakeEvent event) {
    return event.keyGroup() < 0
        ? new RowKey(event.tableId(), event.key())
        : controlKeys[event.keyGroup()];
  }

  private Object writeReplace() {
    return new Form(controlKeys.length);
  }

  /** A key of no row in each key group. */
  public static RowKey[] controlKeys(int maxParallelism) {
    RowKey[] keys = new RowKey[maxParallelism];
    int missing = maxParallelism;
    for (int nonce = 0; missing > 0; nonce++) {
      RowKey key =
          new RowKey(CONTROL_TABLE, ByteBuffer.allocate(Integer.BYTES).putInt(nonce).array());
      int group = KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism);
      if (keys[group] == null) {
        keys[group] = key;
        missing--;
      }
    }
    return keys;
  }

  /** Serialized form: the keys are found again rather than shipped. */
  private record Form(int maxParallelism) implements java.io.Serializable {
    private Object readResolve() {
      return new EventKeys(maxParallelism);
    }
  }
}
