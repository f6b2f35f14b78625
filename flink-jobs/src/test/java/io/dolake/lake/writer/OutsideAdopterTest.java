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
import io.dolake.lake.file.Adoption;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileIds;
import io.dolake.lake.io.LakeFiles;
import io.dolake.lake.schema.TableLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideAdopterTest {
  private static final TableDef TABLE =
      TableDef.keyedByFirst(new TableId(1), "t", ColumnDef.of(1, "id", ColumnType.INTEGER, false));
  private static final int ROWS = 10;

  @TempDir private Path directory;

  private final IndexHolder holder = new IndexHolder();
  private final LiveFiles liveFiles = new LiveFiles();
  private final Map<Long, List<Integer>> died = new HashMap<>();
  private KeyedOneInputStreamOperatorTestHarness<RowKey, RowKey, Object> harness;
  private FileIO io;
  private WriterTable table;
  private DataFileInfo own;
  private DataFileInfo rewritten;

  /** The job's first file has the ids from 1 on; another engine has a copy of it. */
  @BeforeEach
  void writeFiles() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            holder, key -> key, new RowKeyTypeInfoFactory().createTypeInfo(null, Map.of()));
    harness.open();
    io = LakeFiles.open(LakeFiles.properties(directory.toString(), Map.of()));
    WriterTables tables =
        new WriterTables(new TableLayout(directory.toString(), Map.of(), Map.of()));
    tables.add(TABLE);
    table = tables.get(1);
    own = writeFile("own");
    for (int row = 0; row < ROWS; row++) {
      index(row).put(new FilePosition(own.fileId(), row));
    }
    liveFiles.added(own);
    rewritten = writeFile("engine").withFileId(FileIds.ofOutside(1, 0));
  }

  @AfterEach
  void close() throws Exception {
    io.close();
    harness.close();
  }

  @Test
  void rowsOfReplacedFilesMoveToTheNewOnes() throws Exception {
    adopt(own.path());
    for (int row = 0; row < ROWS; row++) {
      assertThat(index(row).position()).isEqualTo(new FilePosition(rewritten.fileId(), row));
    }
    assertThat(died).containsOnlyKeys(own.fileId());
    assertThat(died.get(own.fileId())).hasSize(ROWS);
  }

  @Test
  void rowsThatHaveGoneOnSinceAreDeadInTheNewFileFromTheStart() throws Exception {
    FilePosition newer = new FilePosition(FileIds.of(2, 0, 0), 7);
    index(3).put(newer);
    index(4).remove();
    adopt(own.path());
    assertThat(index(3).position()).isEqualTo(newer);
    assertThat(index(4).position()).isNull();
    assertThat(died.get(rewritten.fileId())).containsExactly(3, 4);
  }

  /** Both jobs began to count at one; what was replaced is the earlier one's file. */
  @Test
  void numberOfAnEarlierJobsFileIsNotTakenForTheFileThatHasItNow() throws Exception {
    adopt(directory + "/of-an-earlier-job.parquet");
    for (int row = 0; row < ROWS; row++) {
      assertThat(index(row).position()).isEqualTo(new FilePosition(own.fileId(), row));
    }
    assertThat(died).containsOnlyKeys(rewritten.fileId());
    assertThat(died.get(rewritten.fileId())).hasSize(ROWS);
  }

  /** Carries out an order that replaces one file, which has the number of the job's first one. */
  private void adopt(String replacedPath) throws Exception {
    OutsideAdopter adopter = new OutsideAdopter(io, holder.index, liveFiles, key -> true);
    Adoption order =
        new Adoption(
            1,
            TABLE.id().value(),
            own.tableLocation(),
            1,
            List.of(rewritten),
            Set.of(own.fileId()),
            Set.of(replacedPath),
            true);
    DeadRows dead = new DeadRows();
    adopter.adopt(table, order, false, dead);
    dead.drain((fileId, rows) -> died.put(fileId, Arrays.stream(rows.rows()).boxed().toList()));
    assertThat(adopter.takeAdopted())
        .containsExactly(new OutsideAdopter.Adopted(rewritten, ROWS, false));
  }

  private DataFileInfo writeFile(String attempt) throws Exception {
    DataFileSet files = new DataFileSet(io, WriteLimits.DEFAULT, 0, attempt, id -> 0);
    files.beginInterval(1);
    for (long id = 0; id < ROWS; id++) {
      byte[] image = RowCodec.of(TABLE).encode(new Object[] {id});
      files.write(table, image, DataFileSet.NO_ORDER, ROWS);
    }
    List<DataFileInfo> written = new ArrayList<>();
    files.finishAll(written::add);
    return written.get(0);
  }

  private RowIndex index(long id) throws Exception {
    holder.index.turnTo(new RowKey(1, KeyCodec.forTable(TABLE).encodeToBytes(id)));
    return holder.index;
  }
}
