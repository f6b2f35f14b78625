package io.dolake.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.DVFileWriter;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lake queries against a real catalog server and real Parquet files and deletion vectors. */
class LakeQueryITCase {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()),
          Types.NestedField.optional(3, "amount", Types.DecimalType.of(15, 2)));

  @TempDir Path directory;
  private CatalogServer server;
  private RESTCatalog catalog;
  private Lake lake;

  @BeforeEach
  void startCatalog() {
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    catalog = new RESTCatalog();
    catalog.initialize("test", Map.of("uri", server.uri().toString()));
    catalog.createNamespace(Namespace.of("main"));
    lake = new Lake(server.uri().toString());
  }

  @AfterEach
  void stopCatalog() throws IOException {
    lake.close();
    catalog.close();
    server.close();
  }

  @Test
  void rowsInDeletionVectorsAreLeftOut() throws Exception {
    Table table = create("orders");
    DataFile file = write(table, List.of("a", "b", "c"), 1);
    commit(table, List.of(file), List.of(), 10, 5);
    commit(table, List.of(write(table, List.of("B"), 2)), List.of(new Deleted(file, 1)), 20, 6);

    try (LakeQuery query = LakeQuery.openNewest(lake)) {
      assertThat(names(query, "SELECT name FROM lake.orders ORDER BY id"))
          .containsExactly("a", "B", "c");
      assertThat(query.cut().lsn()).isEqualTo(new Lsn(6));
    }
  }

  @Test
  void columnsAreFoundByFieldIdAfterARename() throws Exception {
    Table table = create("orders");
    commit(table, List.of(write(table, List.of("old"), 1)), List.of(), 10, 1);
    table
        .updateSchema()
        .renameColumn("name", "title")
        .addColumn("note", Types.StringType.get())
        .commit();
    commit(table, List.of(write(table, List.of("new"), 2)), List.of(), 20, 2);

    try (LakeQuery query = LakeQuery.openNewest(lake)) {
      assertThat(names(query, "SELECT title || coalesce(note, '!') FROM lake.orders ORDER BY id"))
          .containsExactly("old!", "new!");
    }
  }

  /** A default of a new column, and how DuckDB writes the same value. */
  private enum Default {
    TEXT(Types.StringType.get(), Literal.of("it's"), "'it''s'"),
    BOOLEAN(Types.BooleanType.get(), Literal.of(true), "true"),
    INTEGER(Types.LongType.get(), Literal.of(7L), "7"),
    REAL(Types.DoubleType.get(), Literal.of(2.5), "2.5"),
    DECIMAL(Types.DecimalType.of(8, 2), Literal.of("1.50"), "1.50"),
    DATE(Types.DateType.get(), Literal.of("2024-02-29"), "DATE '2024-02-29'"),
    TIME(Types.TimeType.get(), Literal.of("12:34:56.000001"), "TIME '12:34:56.000001'"),
    TIMESTAMP(
        Types.TimestampType.withoutZone(),
        Literal.of("2024-02-29T12:34:56.000001"),
        "TIMESTAMP '2024-02-29 12:34:56.000001'"),
    TIMESTAMPTZ(
        Types.TimestampType.withZone(),
        Literal.of("2024-02-29T12:34:56.000001+02:00"),
        "TIMESTAMPTZ '2024-02-29 10:34:56.000001+00'"),
    BLOB(Types.BinaryType.get(), Literal.of(new byte[] {(byte) 0xAA, 0}), "'\\xAA\\x00'::BLOB"),
    UUID(
        Types.UUIDType.get(),
        Literal.of("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        "UUID 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'");

    private final Type type;
    private final Literal<?> value;
    private final String inDuckDb;

    Default(Type type, Literal<?> value, String inDuckDb) {
      this.type = type;
      this.value = value;
      this.inDuckDb = inDuckDb;
    }
  }

  @Test
  void rowsFromBeforeAColumnHaveItsDefault() throws Exception {
    Table table = create("orders");
    commit(table, List.of(write(table, List.of("old"), 1)), List.of(), 10, 1);
    UpdateSchema columns = table.updateSchema();
    for (Default added : Default.values()) {
      columns.addColumn("c_" + added, added.type, added.value);
    }
    columns.addColumn("none", Types.LongType.get());
    columns.commit();
    commit(table, List.of(write(table, List.of("new"), 2)), List.of(), 20, 2);

    try (LakeQuery query = LakeQuery.openNewest(lake)) {
      for (Default added : Default.values()) {
        String condition = "c_" + added + " = " + added.inDuckDb;
        assertThat(names(query, "SELECT name FROM lake.orders WHERE " + condition))
            .as(condition)
            .containsExactly("old");
      }
      assertThat(query.single("SELECT count(none) FROM lake.orders")).isEqualTo(0L);
    }
  }

  @Test
  void newestCutTakesEachTableAtTheSameMoment() throws Exception {
    Table busy = create("busy");
    Table quiet = create("quiet");
    commit(quiet, List.of(write(quiet, List.of("q"), 1)), List.of(), 10, 1);
    commit(busy, List.of(write(busy, List.of("x"), 1)), List.of(), 10, 1);
    commit(busy, List.of(write(busy, List.of("y"), 2)), List.of(), 30, 3);

    assertThat(lake.newest().cut().resolved().value()).isEqualTo(30);
    assertThat(lake.newest().cut().snapshots())
        .containsEntry(
            name("quiet"), lake.tables().get(name("quiet")).currentSnapshot().snapshotId())
        .containsEntry(
            name("busy"), lake.tables().get(name("busy")).currentSnapshot().snapshotId());
    Lake.ReadableCut earlier = lake.atOrBefore(new Lsn(2));
    assertThat(earlier.cut().lsn()).isEqualTo(new Lsn(1));
    assertThat(earlier.cut().snapshots())
        .containsEntry(name("busy"), lake.tables().get(name("busy")).currentSnapshot().parentId());
  }

  @Test
  void tableWhoseSnapshotOfACutIsGoneTellsTheEarlierStateItShows() throws Exception {
    Table thinned = create("thinned");
    Table whole = create("whole");
    for (int lsn = 1; lsn <= 3; lsn++) {
      commit(thinned, List.of(write(thinned, List.of("t" + lsn), lsn)), List.of(), 10L * lsn, lsn);
      commit(whole, List.of(write(whole, List.of("w" + lsn), lsn)), List.of(), 10L * lsn, lsn);
    }
    thinned.refresh();
    thinned.expireSnapshots().expireSnapshotId(thinned.currentSnapshot().parentId()).commit();

    Lake.ReadableCut cut = lake.atOrBefore(new Lsn(2));
    assertThat(cut.cut().lsn()).isEqualTo(new Lsn(2));
    assertThat(cut.shows())
        .containsEntry(name("thinned"), new Lsn(1))
        .containsEntry(name("whole"), new Lsn(2));
    assertThat(cut.isWhole()).isFalse();
    assertThat(lake.shownAtOrBefore(new HlcTimestamp(25)).cut().lsn()).isEqualTo(new Lsn(1));
    assertThat(lake.shownAtOrBefore(new HlcTimestamp(35)).cut().lsn()).isEqualTo(new Lsn(3));
  }

  @Test
  void emptyTableHasItsColumnsAndNoRows() throws Exception {
    create("orders");

    try (LakeQuery query = LakeQuery.openNewest(lake)) {
      assertThat(query.single("SELECT count(amount) FROM lake.orders")).isEqualTo(0L);
    }
  }

  private record Deleted(DataFile file, long position) {}

  private static LakeTableName name(String table) {
    return LakeTableName.inDefaultSchema(table);
  }

  private Table create(String name) {
    return catalog.createTable(
        TableIdentifier.of("main", name),
        SCHEMA,
        PartitionSpec.unpartitioned(),
        Map.of("format-version", "3", "dolake.table-id", "1"));
  }

  private static void commit(
      Table table, List<DataFile> added, List<Deleted> deleted, long resolved, long lsn)
      throws IOException {
    RowDelta delta = table.newRowDelta();
    added.forEach(delta::addRows);
    if (!deleted.isEmpty()) {
      OutputFileFactory files =
          OutputFileFactory.builderFor(table, 1, resolved).format(FileFormat.PUFFIN).build();
      DVFileWriter vectors = new BaseDVFileWriter(files, path -> null);
      for (Deleted row : deleted) {
        vectors.delete(row.file().location(), row.position(), table.spec(), null);
      }
      vectors.close();
      vectors.result().deleteFiles().forEach(delta::addDeletes);
    }
    delta
        .set("dolake.resolved-timestamp", Long.toString(resolved))
        .set("dolake.lsn.0", Long.toString(lsn))
        .commit();
  }

  private static DataFile write(Table table, List<String> names, long firstId) throws IOException {
    table.refresh();
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 0, System.nanoTime())
            .format(FileFormat.PARQUET)
            .build();
    var output = files.newOutputFile();
    DataWriter<Record> writer =
        Parquet.writeData(output)
            .schema(table.schema())
            .withSpec(table.spec())
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer) {
      for (int i = 0; i < names.size(); i++) {
        GenericRecord row = GenericRecord.create(table.schema());
        row.set(0, firstId + i);
        row.set(1, names.get(i));
        writer.write(row);
      }
    }
    return writer.toDataFile();
  }

  private static List<String> names(LakeQuery query, String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    try (var statement = query.connection().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
