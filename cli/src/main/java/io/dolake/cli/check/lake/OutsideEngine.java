package io.dolake.cli.check.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * Another engine, or a person, at work on the lake's tables behind the job's back. Its snapshots
 * are marked, so that the audit can tell them from the job's. For one thread.
 */
final class OutsideEngine implements AutoCloseable {
  private static final String MARK = "campaign.outside";
  private static final String AWAY = "_away";
  private static final int ATTEMPTS = 5;

  private final RESTCatalog catalog = new RESTCatalog();
  private final Random random;
  private final List<String> away = new ArrayList<>();

  /**
   * @param files how the engine gets at the tables' files
   */
  OutsideEngine(String catalogUri, Map<String, String> files, Random random) {
    this.random = random;
    Map<String, String> properties = new HashMap<>(files);
    properties.put(CatalogProperties.URI, catalogUri);
    catalog.initialize("outside", properties);
  }

  /** Whether a snapshot was made here. */
  static boolean made(Snapshot snapshot) {
    return snapshot.summary().containsKey(MARK);
  }

  private TableIdentifier anyTable() {
    return CutAudit.identifier(Ledger.TABLES.get(random.nextInt(Ledger.TABLES.size())));
  }

  /** Compacts some files of a table into one; false if the job's commits were always in the way. */
  boolean rewrite() throws IOException {
    TableIdentifier identifier = anyTable();
    for (int attempt = 0; attempt < ATTEMPTS && catalog.tableExists(identifier); attempt++) {
      try {
        if (rewrite(catalog.loadTable(identifier))) {
          return true;
        }
      } catch (ValidationException | CommitFailedException | NotFoundException e) {
        continue; // rows of the chosen files died meanwhile: the engine has to start over
      }
    }
    return false;
  }

  private boolean rewrite(Table table) throws IOException {
    if (table.currentSnapshot() == null) {
      return false;
    }
    RewriteFiles rewrite =
        table.newRewrite().validateFromSnapshot(table.currentSnapshot().snapshotId());
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        if (random.nextInt(4) > 0) {
          rows.addAll(liveRows(table, task));
          rewrite.deleteFile(task.file());
          task.deletes().forEach(rewrite::deleteFile);
        }
      }
    }
    if (rows.isEmpty()) {
      return false;
    }
    rewrite.addFile(write(table, rows)).set(MARK, "rewrite").commit();
    return true;
  }

  private static List<Record> liveRows(Table table, FileScanTask task) throws IOException {
    PositionDeleteIndex dead =
        new BaseDeleteLoader(delete -> table.io().newInputFile(delete))
            .loadPositionDeletes(task.deletes(), task.file().location());
    List<Record> rows = new ArrayList<>();
    long position = 0;
    try (CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(task.file()))
            .project(table.schema())
            .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type))
            .build()) {
      for (Record row : records) {
        if (!dead.isDeleted(position++)) {
          rows.add(row.copy());
        }
      }
    }
    return rows;
  }

  private static DataFile write(Table table, List<Record> rows) throws IOException {
    String path = table.location() + "/data/outside-" + UUID.randomUUID() + ".parquet";
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(path))
            .schema(table.schema())
            .createWriterFunc(GenericParquetWriter::create)
            .withSpec(table.spec())
            .build();
    try (writer) {
      rows.forEach(writer::write);
    }
    return DataFiles.builder(table.spec()).copy(writer.toDataFile()).build();
  }

  /** Removes all rows of a table; false if there is nothing to remove. */
  boolean deleteRows() {
    TableIdentifier identifier = anyTable();
    if (!catalog.tableExists(identifier)
        || catalog.loadTable(identifier).currentSnapshot() == null) {
      return false;
    }
    try {
      catalog
          .loadTable(identifier)
          .newDelete()
          .deleteFromRowFilter(Expressions.alwaysTrue())
          .set(MARK, "delete")
          .commit();
      return true;
    } catch (CommitFailedException e) {
      return false; // the job was faster, again and again
    }
  }

  /** Takes a table's name away until {@link #bringBack}; false if there is none yet. */
  boolean takeAway() {
    TableIdentifier identifier = anyTable();
    if (!catalog.tableExists(identifier)) {
      return false;
    }
    catalog.renameTable(identifier, CutAudit.identifier(identifier.name() + AWAY));
    away.add(identifier.name());
    return true;
  }

  /** Gives tables their names back. */
  void bringBack() {
    for (String name : away) {
      catalog.renameTable(CutAudit.identifier(name + AWAY), CutAudit.identifier(name));
    }
    away.clear();
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
