package io.dolake.lake.writer;

import io.dolake.lake.event.RowKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;

/**
 * Primary-key index of the lake: where the live row of each key lies. Kept in Flink's keyed state,
 * so it is checkpointed, recovered and rescaled with the keys. Changes the operator's current key.
 */
final class RowIndex {
  private static final String STATE = "row-index";

  private final KeyedStateBackend<RowKey> backend;
  private final ValueState<FilePosition> state;

  RowIndex(KeyedStateBackend<RowKey> backend, KeyedStateStore store) {
    this.backend = backend;
    this.state = store.getState(new ValueStateDescriptor<>(STATE, FilePositionSerializer.INSTANCE));
  }

  /** Turns to a key; the other methods speak of it. */
  void turnTo(RowKey key) {
    backend.setCurrentKey(key);
  }

  /** Likewise, to a key whose key group is known. */
  void turnTo(RowKey key, int keyGroup) {
    backend.setCurrentKeyAndKeyGroup(key, keyGroup);
  }

  /** Position of the current key's row, or null. */
  FilePosition position() throws IOException {
    return state.value();
  }

  void put(FilePosition position) throws IOException {
    state.update(position);
  }

  void remove() {
    state.clear();
  }

  /**
   * Keys of the index, among them at least all of some tables that are there now. May be read bit
   * by bit while the index changes; to be closed.
   */
  Stream<RowKey> keysWhileChanging(Set<Integer> tableIds) {
    Stream<RowKey> keys = backend.getKeys(STATE, VoidNamespace.INSTANCE);
    if (backend instanceof RocksDBKeyedStateBackend) {
      return keys; // RocksDB's iterators stand on a snapshot
    }
    // On the heap there is no such iterator; its keys are in memory anyway.
    try (keys) {
      return keys.filter(key -> tableIds.contains(key.tableId())).toList().stream();
    }
  }

  /**
   * Keys of a table in a range, as a copy: a pass over the whole index, for the rare steps that
   * name no keys.
   *
   * @param from inclusive, or null for the beginning
   * @param to exclusive, or null for the end
   */
  List<RowKey> keysBetween(int tableId, byte[] from, byte[] to) {
    List<RowKey> found = new ArrayList<>();
    try (Stream<RowKey> keys = backend.getKeys(STATE, VoidNamespace.INSTANCE)) {
      keys.filter(key -> key.tableId() == tableId)
          .filter(key -> from == null || Arrays.compareUnsigned(key.key(), from) >= 0)
          .filter(key -> to == null || Arrays.compareUnsigned(key.key(), to) < 0)
          .forEach(found::add);
    }
    return found;
  }
}
