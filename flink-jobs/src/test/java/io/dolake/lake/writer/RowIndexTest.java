package io.dolake.lake.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.lake.event.RowKey;
import io.dolake.lake.event.RowKeyTypeInfoFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index against a map: any changes, checkpoints, restarts and rescalings. */
class RowIndexTest {
  private static final int KEY_GROUPS = 8;
  private static final int MAX_WRITERS = 4;
  private static final int TABLES = 3;
  private static final int STEPS = 60;
  private static final int CHANGES_PER_STEP = 1_500;

  private final Random random;
  private final long seed = new Random().nextLong();
  private final Map<RowKey, FilePosition> model = new HashMap<>();
  private final List<Writer> writers = new ArrayList<>();
  private boolean rocksDb;
  private long bufferBytes;
  private int distinctKeys;

  RowIndexTest() {
    random = new Random(seed);
  }

  /** One of the operators that share the index. */
  private record Writer(
      IndexHolder holder, KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness) {}

  @ParameterizedTest
  @CsvSource({
    // everything fits; buffers are emptied now and then; all the time
    "true, 100000000, 3000",
    "true, 200000, 6000",
    "true, 8000, 2000",
    "false, 200000, 6000",
  })
  void saysWhatAMapSaysAcrossCheckpointsAndRestarts(
      boolean onRocksDb, long memory, int keysPerTable) throws Exception {
    rocksDb = onRocksDb;
    bufferBytes = memory;
    distinctKeys = keysPerTable;
    try {
      start(1, null);
      List<OperatorSubtaskState> checkpoint = null;
      Map<RowKey, FilePosition> atCheckpoint = Map.of();
      boolean isPortable = false;
      for (int step = 1; step <= STEPS; step++) {
        change();
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> {
            checkpoint = snapshot(step, CheckpointType.CHECKPOINT);
            atCheckpoint = Map.copyOf(model);
            isPortable = false;
          }
          case 4 -> {
            checkpoint = snapshot(step, SavepointType.savepoint(SavepointFormatType.CANONICAL));
            atCheckpoint = Map.copyOf(model);
            isPortable = true;
          }
          case 5, 6 -> {
            if (checkpoint != null) {
              rocksDb ^= isPortable && random.nextBoolean();
              start(1 + random.nextInt(MAX_WRITERS), checkpoint);
              model.clear();
              model.putAll(atCheckpoint);
            }
          }
          default -> {
            // goes on without a checkpoint
          }
        }
        compare(step);
      }
    } finally {
      stop();
    }
  }

  /** An operator of the time when every entry of the index was an entry of the state. */
  private static final class IndexWithoutBuffers extends AbstractStreamOperator<Object>
      implements OneInputStreamOperator<RowKey, Object> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<FilePosition> state;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      state =
          context
              .getKeyedStateStore()
              .getState(new ValueStateDescriptor<>("row-index", FilePositionSerializer.INSTANCE));
    }

    @Override
    public void processElement(StreamRecord<RowKey> element) throws Exception {
      state.update(new FilePosition(element.getValue().key().length, element.getValue().tableId()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnFromTheStateOfAVersionWithoutBuffers(boolean onRocksDb) throws Exception {
    rocksDb = onRocksDb;
    bufferBytes = 10_000;
    distinctKeys = 2_000;
    OperatorSubtaskState old;
    try (KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness =
        harness(new IndexWithoutBuffers(), 1, 0)) {
      harness.open();
      for (int i = 0; i < CHANGES_PER_STEP; i++) {
        RowKey key = randomKey();
        harness.processElement(new StreamRecord<>(key));
        model.put(key, new FilePosition(key.key().length, key.tableId()));
      }
      old = harness.snapshot(1, 1);
    }
    try {
      start(2, List.of(old));
      compare(1);
      change();
      compare(2);
      start(1, snapshot(2, CheckpointType.CHECKPOINT));
      compare(3);
    } finally {
      stop();
    }
  }

  private void change() throws Exception {
    for (int i = 0; i < CHANGES_PER_STEP; i++) {
      RowKey key = randomKey();
      RowIndex index = turnTo(key);
      if (random.nextInt(4) == 0) {
        index.remove();
        model.remove(key);
      } else {
        FilePosition position = new FilePosition(random.nextLong() >>> 1, random.nextInt(1 << 20));
        if (random.nextBoolean()) {
          assertThat(index.position()).as("seed %d", seed).isEqualTo(model.get(key));
        }
        index.put(position);
        model.put(key, position);
      }
      if (random.nextInt(8) == 0) {
        // Of the same turn.
        assertThat(index.position()).as("seed %d", seed).isEqualTo(model.get(key));
      }
    }
  }

  private RowKey randomKey() {
    int key = random.nextInt(distinctKeys);
    int table = key % 2 == 0 ? 1 : 1 + random.nextInt(TABLES) * 100_000;
    // Keys of many lengths, of which one is the beginning of another.
    byte[] bytes = ByteBuffer.allocate(200).putInt(key).array();
    return new RowKey(table, Arrays.copyOf(bytes, key % 7 == 0 ? 180 : 4 + key % 5));
  }

  private RowIndex turnTo(RowKey key) throws Exception {
    int group = KeyGroupRangeAssignment.assignToKeyGroup(key, KEY_GROUPS);
    int writer =
        KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(KEY_GROUPS, writers.size(), group);
    RowIndex index = writers.get(writer).holder().index;
    index.turnTo(key);
    return index;
  }

  private void compare(int step) throws Exception {
    Map<RowKey, FilePosition> found = new HashMap<>();
    for (int table : tables()) {
      for (RowKey key : keysBetween(table, null, null)) {
        found.put(key, turnTo(key).position());
      }
    }
    assertThat(found).as("seed %d, step %d", seed, step).isEqualTo(model);
    byte[] from = ByteBuffer.allocate(4).putInt(distinctKeys / 3).array();
    byte[] to = ByteBuffer.allocate(4).putInt(distinctKeys / 2).array();
    TreeSet<RowKey> expected = new TreeSet<>();
    model.keySet().stream()
        .filter(key -> key.tableId() == 1)
        .filter(key -> Arrays.compareUnsigned(key.key(), from) >= 0)
        .filter(key -> Arrays.compareUnsigned(key.key(), to) < 0)
        .forEach(expected::add);
    assertThat(keysBetween(1, from, to)).as("seed %d", seed).isEqualTo(expected);
    TreeSet<RowKey> all = new TreeSet<>();
    for (Writer writer : writers) {
      try (Stream<RowKey> keys = writer.holder().index.keysWhileChanging(tables())) {
        keys.forEach(all::add);
      }
    }
    assertThat(all).as("seed %d", seed).containsAll(model.keySet());
  }

  private static Set<Integer> tables() {
    return Set.of(1, 100_001, 200_001);
  }

  private TreeSet<RowKey> keysBetween(int table, byte[] from, byte[] to) throws Exception {
    TreeSet<RowKey> keys = new TreeSet<>();
    for (Writer writer : writers) {
      keys.addAll(writer.holder().index.keysBetween(table, from, to));
    }
    return keys;
  }

  private List<OperatorSubtaskState> snapshot(int checkpointId, SnapshotType type)
      throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (Writer writer : writers) {
      states.add(
          writer
              .harness()
              .snapshotWithLocalState(checkpointId, checkpointId, type)
              .getJobManagerOwnedState());
    }
    return states;
  }

  private void start(int parallelism, List<OperatorSubtaskState> from) throws Exception {
    stop();
    OperatorSubtaskState whole =
        from == null
            ? null
            : AbstractStreamOperatorTestHarness.repackageState(
                from.toArray(OperatorSubtaskState[]::new));
    int before = from == null ? 0 : from.size();
    for (int i = 0; i < parallelism; i++) {
      IndexHolder holder = new IndexHolder(bufferBytes);
      KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness =
          harness(holder, parallelism, i);
      writers.add(new Writer(holder, harness));
      if (whole != null) {
        harness.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                whole, KEY_GROUPS, before, parallelism, i));
      }
      harness.open();
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness(
      OneInputStreamOperator<RowKey, Object> operator, int parallelism, int subtask)
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator,
            key -> key,
            new RowKeyTypeInfoFactory().createTypeInfo(null, Map.of()),
            KEY_GROUPS,
            parallelism,
            subtask);
    harness.setStateBackend(
        rocksDb ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend());
    return harness;
  }

  private void stop() throws Exception {
    for (Writer writer : writers) {
      writer.harness().close();
    }
    writers.clear();
  }
}
