package io.dolake.cli.bench.lake;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.lake.io.LocalFileIO;
import io.dolake.lake.schema.LakeColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.DVFileWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.rest.RESTCatalog;

/** A catalog with a warehouse for a benchmark, and what is done with its tables from outside. */
final class BenchLake implements AutoCloseable {
  static final Map<String, String> TABLE_PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION,
          "3",
          TableProperties.PARQUET_COMPRESSION,
          "zstd",
          // Everything that is written stays, to be counted.
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED,
          "false");

  private final Path directory;
  private final CatalogServer server;
  private final RESTCatalog catalog = new RESTCatalog();

  BenchLake(Path directory) throws Exception {
    this.directory = Files.createDirectories(directory);
    this.server = new CatalogServer(CatalogConfig.embedded(directory));
    server.start();
    catalog.initialize("bench", clientProperties());
  }

  Map<String, String> clientProperties() {
    return Map.of(
        CatalogProperties.URI, uri(), CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName());
  }

  String uri() {
    return server.uri().toString();
  }

  /** Root of the tables' files. */
  String warehouse() {
    return directory.resolve("warehouse").toUri().toString();
  }

  RESTCatalog catalog() {
    return catalog;
  }

  static TableIdentifier identifier(String name) {
    return TableIdentifier.of("main", name);
  }

  /** A new table in the shape of {@link BenchTable}. */
  Table create(String name) {
    Namespace namespace = identifier(name).namespace();
    if (!catalog.namespaceExists(namespace)) {
      catalog.createNamespace(namespace);
    }
    return catalog
        .buildTable(identifier(name), LakeColumns.icebergSchema(BenchTable.DEFINITION))
        .withPartitionSpec(PartitionSpec.unpartitioned())
        .withProperties(TABLE_PROPERTIES)
        .create();
  }

  /** Fills a table with the rows of a workload's load, as one commit of one file. */
  void load(Table table, BenchWorkload workload) throws IOException {
    Record row = GenericRecord.create(table.schema());
    try (DataWriter<Record> writer = writer(table)) {
      while (workload.nextOfLoad()) {
        row.set(0, workload.key());
        row.set(1, workload.amount());
        row.set(2, workload.price());
        row.set(3, BenchWorkload.nameOf(workload.key()));
        writer.write(row);
      }
      writer.close();
      append(table, writer.toDataFile());
    }
  }

  /** Copies the live rows of a table to another: what a perfect compaction leaves. */
  void copy(Table from, Table to) throws IOException {
    try (DataWriter<Record> writer = writer(to);
        CloseableIterable<Record> rows = IcebergGenerics.read(from).build()) {
      for (Record row : rows) {
        writer.write(row);
      }
      writer.close();
      append(to, writer.toDataFile());
    }
  }

  /** Takes the first row of every file out of a table, in one commit of deletion vectors. */
  void loseFirstRows(Table table) throws IOException {
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 1, 1).format(FileFormat.PUFFIN).build();
    DVFileWriter vectors = new BaseDVFileWriter(files, path -> null);
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        vectors.delete(task.file().location(), 0, table.spec(), null);
      }
    }
    vectors.close();
    RowDelta delta = table.newRowDelta();
    vectors.result().deleteFiles().forEach(delta::addDeletes);
    delta.commit();
  }

  private static DataWriter<Record> writer(Table table) throws IOException {
    Schema schema = table.schema();
    return Parquet.writeData(
            table.io().newOutputFile(table.location() + "/data/" + System.nanoTime() + ".parquet"))
        .schema(schema)
        .withSpec(table.spec())
        .setAll(TABLE_PROPERTIES)
        .createWriterFunc(type -> GenericParquetWriter.create(schema, type))
        .build();
  }

  private static void append(Table table, DataFile file) {
    table.newAppend().appendFile(file).commit();
  }

  /** Size of a table in one snapshot. */
  record Contents(double files, double deadRowShare) {}

  Contents contents(String name, long snapshotId) {
    Map<String, String> summary =
        catalog.loadTable(identifier(name)).snapshot(snapshotId).summary();
    double rows = Double.parseDouble(summary.get(SnapshotSummary.TOTAL_RECORDS_PROP));
    double dead = Double.parseDouble(summary.get(SnapshotSummary.TOTAL_POS_DELETES_PROP));
    return new Contents(
        Double.parseDouble(summary.get(SnapshotSummary.TOTAL_DATA_FILES_PROP)),
        dead / (rows - dead));
  }

  /** The newest snapshot. */
  long snapshotId(String name) {
    return catalog.loadTable(identifier(name)).currentSnapshot().snapshotId();
  }

  /**
   * What a full scan found.
   *
   * @param seconds that it took
   * @param cpuSeconds of them that its thread was running, which tells more on a busy machine
   */
  record Scan(long rows, double seconds, double cpuSeconds) {
    /** Whether it came to its end in time. */
    boolean finished() {
      return rows >= 0;
    }
  }

  /**
   * Reads every row of a snapshot with Iceberg's own reader.
   *
   * @return with rows -1 if that took longer than the limit
   */
  Scan scan(String name, long snapshotId, int limitSeconds) throws Exception {
    Table table = catalog.loadTable(identifier(name));
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread created = new Thread(task, "bench-scan");
              created.setDaemon(true);
              return created;
            });
    try {
      return thread.submit(() -> scan(table, snapshotId)).get(limitSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new Scan(-1, limitSeconds, limitSeconds);
    } finally {
      thread.shutdownNow();
    }
  }

  private static Scan scan(Table table, long snapshotId) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startNanos = System.nanoTime();
    long startCpuNanos = threads.getCurrentThreadCpuTime();
    long rows = countRows(table, snapshotId);
    return new Scan(
        rows,
        (System.nanoTime() - startNanos) / 1e9,
        (threads.getCurrentThreadCpuTime() - startCpuNanos) / 1e9);
  }

  private static long countRows(Table table, long snapshotId) throws IOException {
    long rows = 0;
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).useSnapshot(snapshotId).build()) {
      for (Record record : records) {
        if (Thread.currentThread().isInterrupted()) {
          break; // nobody waits for it any more
        }
        rows += record.size() > 0 ? 1 : 0;
      }
    }
    return rows;
  }

  /** Everything that was ever written below a table's folder. */
  static long bytesBelow(Table table) throws IOException {
    try (Stream<Path> files =
        Files.walk(Path.of(java.net.URI.create(table.location()).getPath()))) {
      return files.filter(Files::isRegularFile).mapToLong(BenchLake::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // given up by its writer while we count
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    try (server) {
      catalog.close();
    }
  }
}
