package io.dolake.lake.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowCodec;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.event.LakeEvent;
import io.dolake.lake.event.RowKey;
import io.dolake.lake.event.RowKeyTypeInfoFactory;
import io.dolake.lake.io.LakeFiles;
import io.dolake.lake.parquet.LakeRowReader;
import io.dolake.lake.schema.TableLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeWriterTest {
  private static final int TABLES = 2;
  private static final int KEYS = 3_000;
  private static final int INTERVALS = 8;
  private static final int CHANGES = 4_000;
  private static final int KEY_GROUPS = 128;

  private final List<TableDef> definitions = new ArrayList<>();
  private final Map<RowKey, Long> model = new HashMap<>();
  private long version;

  /** What is in the files and not dead is what the database holds, and the index points at it. */
  @Test
  void filesDeadRowsAndIndexSayTheSameAsAModel(@TempDir Path directory) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    IndexHolder holder = new IndexHolder();
    try (KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness =
            new KeyedOneInputStreamOperatorTestHarness<>(
                holder,
                key -> key,
                new RowKeyTypeInfoFactory().createTypeInfo(null, Map.of()),
                KEY_GROUPS,
                1,
                0);
        FileIO io = LakeFiles.open(LakeFiles.properties(directory.toString(), Map.of()))) {
      harness.setStateBackend(new EmbeddedRocksDBStateBackend());
      harness.open();
      WriterTables tables =
          new WriterTables(new TableLayout(directory.toString(), Map.of(), Map.of()));
      for (int table = 1; table <= TABLES; table++) {
        definitions.add(definition(table));
        tables.add(definitions.get(table - 1));
      }
      DataFileSet files = new DataFileSet(io, WriteLimits.DEFAULT, 0, "attempt", table -> 0);
      DeadRows dead = new DeadRows();
      ChangeWriter writer = new ChangeWriter(tables, holder.index, files, dead, KEY_GROUPS);
      Map<FilePosition, Row> rows = new HashMap<>();
      for (int interval = 1; interval <= INTERVALS; interval++) {
        files.beginInterval(interval);
        writer.write(changes(random));
        files.finishAll(
            file -> rows.putAll(rowsOf(io, file.fileId(), file.path(), file.tableId())));
        dead.drain(
            (fileId, died) -> {
              assertThat(died.rows()).as("seed %d", seed).isSorted();
              for (int row : died.rows()) {
                assertThat(rows.remove(new FilePosition(fileId, row)))
                    .as("a row that dies once, seed %d", seed)
                    .isNotNull();
              }
            });
        Map<RowKey, Long> live = new HashMap<>();
        rows.forEach((position, row) -> live.put(row.key(), row.version()));
        assertThat(live).as("seed %d, interval %d", seed, interval).isEqualTo(model);
        assertThat(indexedPositions(holder.index))
            .as("seed %d, interval %d", seed, interval)
            .containsExactlyInAnyOrderElementsOf(rows.keySet());
      }
    }
  }

  private record Row(RowKey key, long version) {}

  /** Folded changes of a valid history: inserts of keys that are not there, changes of others. */
  private List<FoldedChanges.Change> changes(Random random) {
    FoldedChanges folded = new FoldedChanges(KEY_GROUPS);
    for (int i = 0; i < CHANGES; i++) {
      int table = 1 + random.nextInt(TABLES);
      long id = random.nextInt(KEYS);
      RowKey key = key(table, id);
      boolean exists = model.containsKey(key);
      LakeEvent.Kind kind =
          exists
              ? random.nextInt(3) == 0 ? LakeEvent.Kind.DELETE : LakeEvent.Kind.UPDATE
              : LakeEvent.Kind.INSERT;
      byte[] image = null;
      if (kind == LakeEvent.Kind.DELETE) {
        model.remove(key);
      } else {
        model.put(key, ++version);
        image = RowCodec.of(definitions.get(table - 1)).encode(new Object[] {id, version});
      }
      folded.add(new LakeEvent(kind, -1, 0, i, 0, i, table, key.key(), image));
    }
    return folded.drain();
  }

  private RowKey key(int table, long id) {
    return new RowKey(table, KeyCodec.forTable(definitions.get(table - 1)).encodeToBytes(id));
  }

  private Map<FilePosition, Row> rowsOf(FileIO io, long fileId, String path, int tableId) {
    Map<FilePosition, Row> rows = new HashMap<>();
    TreeSet<RowKey> keys = new TreeSet<>();
    try (CloseableIterable<Object[]> read =
        LakeRowReader.read(io.newInputFile(path), definitions.get(tableId - 1))) {
      for (Object[] values : read) {
        RowKey key = key(tableId, (Long) values[0]);
        assertThat(keys.isEmpty() || keys.last().compareTo(key) < 0).as("key order").isTrue();
        keys.add(key);
        rows.put(new FilePosition(fileId, rows.size()), new Row(key, (Long) values[1]));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return rows;
  }

  private static List<FilePosition> indexedPositions(RowIndex index) throws Exception {
    List<FilePosition> positions = new ArrayList<>();
    for (int table = 1; table <= TABLES; table++) {
      for (RowKey key : index.keysBetween(table, null, null)) {
        index.turnTo(key);
        positions.add(index.position());
      }
    }
    return positions;
  }

  private static TableDef definition(int table) {
    return TableDef.keyedByFirst(
        new TableId(table),
        "t" + table,
        ColumnDef.of(1, "id", ColumnType.INTEGER, false),
        ColumnDef.of(2, "version", ColumnType.INTEGER, true));
  }
}
