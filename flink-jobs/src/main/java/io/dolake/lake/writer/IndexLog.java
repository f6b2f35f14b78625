package io.dolake.lake.writer;

import io.dolake.lake.event.EventKeys;
import io.dolake.lake.event.RowKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateBackend;

/**
 * What a writer's {@link PositionBuffer}s hold, in keyed state: for each key group a few numbered
 * pieces, the later of which count more. Changes the operator's current key.
 */
final class IndexLog {
  private static final String STATE = "row-index-log";

  private final KeyedStateBackend<RowKey> backend;
  private final MapState<Integer, byte[]> pieces;
  private final Part[] parts;
  private final int firstGroup;

  /** Pieces of one key group: those of numbers from {@code first} to before {@code next}. */
  private static final class Part {
    /** Falls into the group, as Flink may want to see for itself. */
    private final RowKey key;

    private int first;
    private int next;
    private long entries;

    Part(RowKey key) {
      this.key = key;
    }
  }

  /**
   * @param own the key groups of this writer
   * @param keyGroups of the job's state
   */
  IndexLog(
      KeyedStateBackend<RowKey> backend, KeyedStateStore store, KeyGroupRange own, int keyGroups) {
    this.backend = backend;
    this.pieces =
        store.getMapState(
            new MapStateDescriptor<>(
                STATE, IntSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE));
    this.firstGroup = own.getStartKeyGroup();
    this.parts = new Part[own.getNumberOfKeyGroups()];
    RowKey[] keys = EventKeys.controlKeys(keyGroups);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Part(keys[firstGroup + i]);
    }
  }

  private Part turnTo(int keyGroup) {
    Part part = parts[keyGroup - firstGroup];
    backend.setCurrentKeyAndKeyGroup(part.key, keyGroup);
    return part;
  }

  /** Entries in the log of a key group, those among them that later ones replace. */
  long entries(int keyGroup) {
    return parts[keyGroup - firstGroup].entries;
  }

  void append(int keyGroup, byte[] piece, int entries) throws IOException {
    Part part = turnTo(keyGroup);
    try {
      pieces.put(part.next, piece);
    } catch (Exception e) {
      throw failed(e);
    }
    part.next++;
    part.entries += entries;
  }

  /** Forgets all pieces of a key group. */
  void clear(int keyGroup) throws IOException {
    Part part = turnTo(keyGroup);
    try {
      for (; part.first < part.next; part.first++) {
        pieces.remove(part.first);
      }
    } catch (Exception e) {
      throw failed(e);
    }
    part.entries = 0;
  }

  /** Reads the pieces of a key group into a buffer. */
  void restore(int keyGroup, PositionBuffer buffer) throws IOException {
    Part part = turnTo(keyGroup);
    try {
      List<Integer> numbers = new ArrayList<>();
      for (Map.Entry<Integer, byte[]> piece : pieces.entries()) {
        numbers.add(piece.getKey());
      }
      if (!numbers.isEmpty()) {
        Collections.sort(numbers);
        part.first = numbers.get(0);
        part.next = numbers.get(numbers.size() - 1) + 1;
      }
      for (int number : numbers) {
        part.entries += buffer.restore(pieces.get(number));
      }
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private static IOException failed(Exception e) {
    return e instanceof IOException io ? io : new IOException(e);
  }
}
