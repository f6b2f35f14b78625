package io.dolake.lake.writer;

import io.dolake.lake.event.RowKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;

/**
 * Primary-key index of the lake: where the live row of each key lies. Kept in Flink's keyed state,
 * so it is checkpointed, recovered and rescaled with the keys. Changes the operator's current key.
 *
 * <p>One change of an entry in RocksDB, with the merging that follows from it, costs more than all
 * else that is done to a row. So the latest changes stay in memory, in a {@link PositionBuffer} for
 * each key group, and a checkpoint takes along what has changed in it as one piece of the {@link
 * IndexLog}. Only a buffer that is full goes to the state with an entry for each key. That state,
 * {@code row-index}, is right for all keys that the buffers know nothing of; for the others they
 * are, and their log says the same as they do.
 */
final class RowIndex {
  private static final String STATE = "row-index";

  /** Log of a key group that is longer than its buffer by this and as long again is rewritten. */
  private static final int SPARE_LOG_ENTRIES = 1_000;

  /** Key groups whose log is rewritten at one checkpoint: not all at once. */
  private static final int REWRITES_PER_CHECKPOINT = 8;

  /** Keys that are touched before they are looked for. */
  static final int AT_ONCE = 32;

  private final KeyedStateBackend<RowKey> backend;
  private final ValueState<FilePosition> state;
  private final IndexLog log;
  private final PositionBuffer[] buffers;
  private final int[] maxBytes;
  private final int firstGroup;
  private final int keyGroups;
  private int nextToLog;

  private final RowKey[] movedKeys = new RowKey[AT_ONCE];
  private final FilePosition[] movedTo = new FilePosition[AT_ONCE];
  private int moved;

  private RowKey key;
  private int group;
  private PositionBuffer buffer;
  private int entry;

  /**
   * @param own the key groups of this writer
   * @param keyGroups of the job's state
   * @param bufferBytes memory that buffers may take, about
   */
  RowIndex(
      KeyedStateBackend<RowKey> backend,
      KeyedStateStore store,
      KeyGroupRange own,
      int keyGroups,
      long bufferBytes)
      throws IOException {
    this.backend = backend;
    this.state = store.getState(new ValueStateDescriptor<>(STATE, FilePositionSerializer.INSTANCE));
    this.log = new IndexLog(backend, store, own, keyGroups);
    this.firstGroup = own.getStartKeyGroup();
    this.keyGroups = keyGroups;
    this.buffers = new PositionBuffer[own.getNumberOfKeyGroups()];
    this.maxBytes = new int[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new PositionBuffer();
      // Not the same for all, so that they are not full at the same time.
      long share = bufferBytes / buffers.length;
      maxBytes[i] = (int) Math.min(share - share * i / buffers.length / 2, Integer.MAX_VALUE);
      log.restore(firstGroup + i, buffers[i]);
    }
  }

  private int groupOf(RowKey each) {
    return KeyGroupRangeAssignment.assignToKeyGroup(each, keyGroups);
  }

  /** Makes turning to a key faster; pays for up to {@link #AT_ONCE} keys at a time. */
  void touch(RowKey each, int keyGroup) {
    buffers[keyGroup - firstGroup].touch(each);
  }

  /**
   * Changes the position of a key whose row has been moved. Several are done at a time, the last
   * before the index is asked or told anything else.
   */
  void move(RowKey each, FilePosition to) throws IOException {
    movedKeys[moved] = each;
    movedTo[moved++] = to;
    if (moved == AT_ONCE) {
      endMoves();
    }
  }

  private void endMoves() throws IOException {
    int count = moved;
    moved = 0;
    for (int i = 0; i < count; i++) {
      touch(movedKeys[i], groupOf(movedKeys[i]));
    }
    for (int i = 0; i < count; i++) {
      turnTo(movedKeys[i]);
      put(movedTo[i]);
    }
  }

  /** Turns to a key; the other methods speak of it. */
  void turnTo(RowKey key) throws IOException {
    turnTo(key, groupOf(key));
  }

  /** Likewise, to a key whose key group is known. */
  void turnTo(RowKey key, int keyGroup) throws IOException {
    if (moved > 0) {
      endMoves();
    }
    this.key = key;
    this.group = keyGroup;
    this.buffer = buffers[keyGroup - firstGroup];
    this.entry = buffer.find(key);
  }

  /** Position of the current key's row, or null. */
  FilePosition position() throws IOException {
    if (entry != PositionBuffer.NO_ENTRY) {
      FilePosition position = buffer.positionAt(entry);
      return position == PositionBuffer.GONE ? null : position;
    }
    backend.setCurrentKeyAndKeyGroup(key, group);
    return state.value();
  }

  /** Sets the position of the current key's row. */
  void put(FilePosition position) throws IOException {
    if (entry != PositionBuffer.NO_ENTRY) {
      buffer.set(entry, position);
      return;
    }
    if (buffer.sizeBytes() >= maxBytes[group - firstGroup]) {
      empty(group);
    }
    entry = buffer.add(key, position);
  }

  /** Forgets the current key. */
  void remove() {
    if (entry != PositionBuffer.NO_ENTRY) {
      buffer.set(entry, PositionBuffer.GONE);
    } else {
      // Nothing in the log speaks of a key that its buffer does not know.
      backend.setCurrentKeyAndKeyGroup(key, group);
      state.clear();
    }
  }

  /** Moves a buffer's entries to the state. */
  private void empty(int keyGroup) throws IOException {
    PositionBuffer full = buffers[keyGroup - firstGroup];
    full.forEach((each, position) -> writeThrough(each, keyGroup, position));
    full.clear();
    log.clear(keyGroup);
  }

  private void writeThrough(RowKey each, int keyGroup, FilePosition position) throws IOException {
    backend.setCurrentKeyAndKeyGroup(each, keyGroup);
    if (position == PositionBuffer.GONE) {
      state.clear();
    } else {
      state.update(position);
    }
  }

  /** Memory in use for the latest changes. */
  long bufferBytes() {
    return Arrays.stream(buffers).mapToLong(PositionBuffer::sizeBytes).sum();
  }

  /** Brings keyed state up to date, for a checkpoint. */
  void log() throws IOException {
    endMoves();
    int rewritten = 0;
    int from = nextToLog;
    for (int i = 0; i < buffers.length; i++) {
      int at = (from + i) % buffers.length;
      int keyGroup = firstGroup + at;
      long spare = log.entries(keyGroup) - 2L * buffers[at].size();
      if (spare > SPARE_LOG_ENTRIES && rewritten < REWRITES_PER_CHECKPOINT) {
        rewriteLog(keyGroup);
        rewritten++;
        nextToLog = (at + 1) % buffers.length;
      } else {
        int changes = buffers[at].changes();
        byte[] piece = buffers[at].takeChanges();
        if (piece != null) {
          log.append(keyGroup, piece, changes);
        }
      }
    }
    key = null; // its entry may lie elsewhere now
  }

  /** Leaves what is gone to the state, where older entries of the keys may be. */
  private void rewriteLog(int keyGroup) throws IOException {
    PositionBuffer known = buffers[keyGroup - firstGroup];
    byte[] piece = known.compact((each, gone) -> writeThrough(each, keyGroup, gone));
    log.clear(keyGroup);
    if (piece != null) {
      log.append(keyGroup, piece, known.size());
    }
  }

  /**
   * Keys of the index, among them at least all of some tables that are there now; some come twice.
   * May be read bit by bit while the index changes; to be closed.
   */
  Stream<RowKey> keysWhileChanging(Set<Integer> tableIds) throws IOException {
    endMoves();
    Stream<RowKey> buffered = bufferedKeys();
    Stream<RowKey> keys = backend.getKeys(STATE, VoidNamespace.INSTANCE);
    if (backend instanceof RocksDBKeyedStateBackend) {
      return Stream.concat(keys, buffered); // RocksDB's iterators stand on a snapshot
    }
    // On the heap there is no such iterator; its keys are in memory anyway.
    try (keys) {
      List<RowKey> copy = keys.filter(each -> tableIds.contains(each.tableId())).toList();
      return Stream.concat(copy.stream(), buffered);
    }
  }

  /** What the buffers know now, whatever they know when it is read. */
  private Stream<RowKey> bufferedKeys() {
    return Arrays.stream(buffers).map(PositionBuffer::keys).toList().stream().flatMap(each -> each);
  }

  /**
   * Keys of a table in a range, as a copy: a pass over the whole index, for the rare steps that
   * name no keys.
   *
   * @param from inclusive, or null for the beginning
   * @param to exclusive, or null for the end
   */
  List<RowKey> keysBetween(int tableId, byte[] from, byte[] to) throws IOException {
    Predicate<RowKey> wanted =
        each ->
            each.tableId() == tableId
                && (from == null || Arrays.compareUnsigned(each.key(), from) >= 0)
                && (to == null || Arrays.compareUnsigned(each.key(), to) < 0);
    endMoves();
    Set<RowKey> found = new LinkedHashSet<>();
    try (Stream<RowKey> keys = backend.getKeys(STATE, VoidNamespace.INSTANCE)) {
      Stream.concat(bufferedKeys(), keys).filter(wanted).forEach(found::add);
    }
    for (Iterator<RowKey> each = found.iterator(); each.hasNext(); ) {
      turnTo(each.next());
      if (position() == null) {
        each.remove();
      }
    }
    return List.copyOf(found);
  }
}
