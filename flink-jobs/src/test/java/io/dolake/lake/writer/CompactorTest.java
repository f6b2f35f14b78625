package io.dolake.lake.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowCodec;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.event.RowKey;
import io.dolake.lake.event.RowKeyTypeInfoFactory;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.io.LakeFiles;
import io.dolake.lake.schema.TableLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactorTest {
  private static final TableDef TABLE =
      TableDef.keyedByFirst(new TableId(1), "t", ColumnDef.of(1, "id", ColumnType.INTEGER, false));
  private static final int FILES = 3;
  private static final int ROWS = 100;
  private static final int GONE = 1;

  /** Rows of three files that are in the table's order, or not, are to be moved; one is gone. */
  @ParameterizedTest
  @ValueSource(strings = {"", "id desc"})
  void fileThatIsGoneKeepsNoOtherFromBeingMoved(String order, @TempDir Path directory)
      throws Exception {
    IndexHolder holder = new IndexHolder();
    try (KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness =
            new KeyedOneInputStreamOperatorTestHarness<>(
                holder, key -> key, new RowKeyTypeInfoFactory().createTypeInfo(null, Map.of()));
        ForgetfulFiles io =
            new ForgetfulFiles(
                LakeFiles.open(LakeFiles.properties(directory.toString(), Map.of())))) {
      harness.open();
      RowIndex index = holder.index;
      WriterTables tables =
          new WriterTables(
              new TableLayout(
                  directory.toString(), Map.of(), order.isEmpty() ? Map.of() : Map.of("t", order)));
      tables.add(TABLE);
      WriterTable table = tables.get(1);
      DataFileSet files = new DataFileSet(io, WriteLimits.DEFAULT, 0, "attempt", id -> 0);
      LiveFiles liveFiles = new LiveFiles();
      List<DataFileInfo> written = new ArrayList<>();
      for (int file = 0; file < FILES; file++) {
        files.beginInterval(1 + file);
        write(table, file, files, index);
        files.finishAll(written::add);
      }
      written.forEach(liveFiles::added);
      // Its rows are another writer's since a rescaling, and dead by now.
      for (int row = 0; row < ROWS; row++) {
        index.turnTo(key(id(GONE, row)));
        index.remove();
      }
      io.forget(written.get(GONE).path());
      files.beginInterval(1 + FILES);

      try (Compactor compactor =
          new Compactor(
              CompactionPolicy.DEFAULT,
              tables,
              liveFiles,
              WriteLimits.DEFAULT,
              () -> new RowMover(io, index, files, key -> true))) {
        compactor.order(table);
        int moved = compactor.work(false, System.nanoTime() + Long.MAX_VALUE / 4, new DeadRows());
        assertThat(moved).isEqualTo((FILES - 1) * ROWS);
        assertThat(liveFiles.all()).isEmpty();
      }

      Map<Long, DataFileInfo> made = new TreeMap<>();
      files.finishAll(file -> made.put(file.fileId(), file));
      for (int file = 0; file < FILES; file++) {
        for (int row = 0; row < ROWS; row++) {
          index.turnTo(key(id(file, row)));
          FilePosition position = index.position();
          if (file == GONE) {
            assertThat(position).isNull();
          } else {
            assertThat(made).containsKey(position.fileId());
          }
        }
      }
      assertThat(made.values().stream().mapToLong(DataFileInfo::rowCount).sum())
          .isEqualTo((FILES - 1) * ROWS);
    }
  }

  /** Files have every third key each. */
  private static long id(int file, int row) {
    return (long) (ROWS - row) * FILES + file;
  }

  private static void write(WriterTable table, int file, DataFileSet files, RowIndex index)
      throws Exception {
    long run = files.beginRun(table);
    for (int row = 0; row < ROWS; row++) {
      byte[] image = RowCodec.of(TABLE).encode(new Object[] {id(file, row)});
      index.turnTo(key(id(file, row)));
      index.put(files.write(table, image, run, ROWS));
    }
    files.endRun(run);
  }

  private static RowKey key(long id) {
    return new RowKey(1, KeyCodec.forTable(TABLE).encodeToBytes(id));
  }
}
