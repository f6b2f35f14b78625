package io.dolake.lake.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.event.RowKey;
import io.dolake.lake.event.RowKeyTypeInfoFactory;
import io.dolake.lake.file.FileIds;
import io.dolake.lake.schema.TableLayout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSweepTest {
  private static final int KEPT = 1;
  private static final int TRUNCATED = 2;
  private static final int DROPPED = 3;
  private static final int KEYS = 10_000;
  private static final long TRUNCATED_IN = 7;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void entriesOfDroppedAndTruncatedTablesGoBitByBitAndNoOthers(boolean rocksDb) throws Exception {
    IndexHolder holder = new IndexHolder();
    try (KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            holder, key -> key, new RowKeyTypeInfoFactory().createTypeInfo(null, Map.of()))) {
      harness.setStateBackend(backend(rocksDb));
      harness.open();
      RowIndex index = holder.index;
      Map<RowKey, FilePosition> live = new HashMap<>();
      for (int key = 0; key < KEYS; key++) {
        for (int table : new int[] {KEPT, TRUNCATED, DROPPED}) {
          put(index, key(table, key), TRUNCATED_IN - 1, live);
        }
      }
      WriterTables tables = new WriterTables(new TableLayout("memory:/lake", Map.of(), Map.of()));
      for (int table : new int[] {KEPT, TRUNCATED}) {
        tables.add(definition(table));
      }
      tables.get(TRUNCATED).truncated(TRUNCATED_IN, 0, 0);
      live.keySet().removeIf(key -> key.tableId() != KEPT);

      try (IndexSweep sweep = new IndexSweep(index, tables)) {
        sweep.add(TRUNCATED);
        sweep.add(DROPPED);
        Random random = new Random(1);
        int removed = 0;
        for (int step = 0; !sweep.emptied().isEmpty(); step++) {
          assertThat(step).as("steps").isLessThan(3 * KEYS / IndexSweep.KEYS_PER_STEP + 2);
          int inStep = sweep.step();
          assertThat(inStep).isLessThanOrEqualTo(IndexSweep.KEYS_PER_STEP);
          removed += inStep;
          for (int i = 0; i < 50; i++) {
            put(index, key(KEPT, random.nextInt(2 * KEYS)), TRUNCATED_IN + 1, live);
            put(index, key(TRUNCATED, random.nextInt(2 * KEYS)), TRUNCATED_IN + 1, live);
          }
        }
        assertThat(removed).isGreaterThan(KEYS);
      }
      assertThat(contents(index)).isEqualTo(live);
    }
  }

  private static StateBackend backend(boolean rocksDb) {
    return rocksDb ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
  }

  private static void put(RowIndex index, RowKey key, long interval, Map<RowKey, FilePosition> live)
      throws Exception {
    FilePosition position = new FilePosition(FileIds.of(interval, 0, 1), 5);
    index.turnTo(key);
    index.put(position);
    live.put(key, position);
  }

  private static Map<RowKey, FilePosition> contents(RowIndex index) throws Exception {
    Map<RowKey, FilePosition> contents = new HashMap<>();
    for (int table : new int[] {KEPT, TRUNCATED, DROPPED}) {
      for (RowKey key : index.keysBetween(table, null, null)) {
        index.turnTo(key);
        contents.put(key, index.position());
      }
    }
    return contents;
  }

  private static RowKey key(int table, int key) {
    return new RowKey(table, ByteBuffer.allocate(Integer.BYTES).putInt(key).array());
  }

  private static TableDef definition(int table) {
    return TableDef.keyedByFirst(
        new TableId(table), "t" + table, ColumnDef.of(1, "id", ColumnType.INTEGER, false));
  }
}
