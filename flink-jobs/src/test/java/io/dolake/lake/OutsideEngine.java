package io.dolake.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
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

/** What other engines do to a table behind the job's back, by Iceberg's own operations. */
final class OutsideEngine {
  private static final String MARK = "another-engine";

  private final Table table;
  private final Random random;

  OutsideEngine(Table table, Random random) {
    this.table = table;
    this.random = random;
  }

  /** Whether a snapshot is one of these. */
  static boolean made(Snapshot snapshot) {
    return snapshot.summary().containsKey(MARK);
  }

  /**
   * Compacts some files of a partition into one or two, as {@code rewrite_data_files} does.
   *
   * @param meanwhile runs between reading and committing
   * @return paths of the new files; empty if the job's commits were in the way
   */
  Optional<Set<String>> rewrite(Runnable meanwhile) throws IOException {
    table.refresh();
    List<FileScanTask> tasks = someFilesOfOnePartition();
    if (tasks.isEmpty()) {
      return Optional.empty();
    }
    long startSnapshot = table.currentSnapshot().snapshotId();
    try {
      List<Record> rows = new ArrayList<>();
      for (FileScanTask task : tasks) {
        rows.addAll(liveRows(task));
      }
      List<DataFile> written = write(rows, tasks.get(0));
      meanwhile.run();
      RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(startSnapshot);
      for (FileScanTask task : tasks) {
        rewrite.deleteFile(task.file());
        if (random.nextBoolean()) {
          task.deletes().forEach(rewrite::deleteFile); // Iceberg drops them anyway
        }
      }
      written.forEach(rewrite::addFile);
      rewrite.set(MARK, "rewrite").commit();
      Set<String> paths = new HashSet<>();
      written.forEach(file -> paths.add(file.location()));
      return Optional.of(paths);
    } catch (ValidationException | CommitFailedException | NotFoundException e) {
      return Optional.empty();
    }
  }

  private List<FileScanTask> someFilesOfOnePartition() throws IOException {
    List<FileScanTask> chosen = new ArrayList<>();
    if (table.currentSnapshot() == null) {
      return chosen;
    }
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        boolean fits =
            chosen.isEmpty()
                || (chosen.get(0).spec().specId() == task.spec().specId()
                    && chosen.get(0).partition().equals(task.partition()));
        if (fits && random.nextInt(4) > 0) {
          chosen.add(task);
        }
      }
    }
    return chosen;
  }

  private List<Record> liveRows(FileScanTask task) throws IOException {
    List<DeleteFile> deletes = task.deletes();
    PositionDeleteIndex dead =
        new BaseDeleteLoader(delete -> table.io().newInputFile(delete))
            .loadPositionDeletes(deletes, task.file().location());
    List<Record> rows = new ArrayList<>();
    long position = 0;
    try (CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(task.file().location()))
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

  private List<DataFile> write(List<Record> rows, FileScanTask like) throws IOException {
    int cut = random.nextBoolean() ? rows.size() : random.nextInt(rows.size() + 1);
    List<DataFile> files = new ArrayList<>();
    for (List<Record> part : List.of(rows.subList(0, cut), rows.subList(cut, rows.size()))) {
      if (!part.isEmpty()) {
        files.add(writeFile(part, like.spec(), like));
      }
    }
    return files;
  }

  private DataFile writeFile(List<Record> rows, PartitionSpec spec, FileScanTask like)
      throws IOException {
    DataWriter<Record> writer =
        Parquet.writeData(
                table
                    .io()
                    .newOutputFile(
                        table.location() + "/data/other-" + UUID.randomUUID() + ".parquet"))
            .schema(table.schema())
            .createWriterFunc(GenericParquetWriter::create)
            .withSpec(spec)
            .withPartition(like.partition())
            .overwrite()
            .build();
    try (writer) {
      rows.forEach(writer::write);
    }
    return DataFiles.builder(spec).copy(writer.toDataFile()).build();
  }

  /** Expires all snapshots but the current one. */
  void expireHistory() {
    table.refresh();
    table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
  }

  /** Removes all rows, which is not for others to do. */
  void deleteEverything() {
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).set(MARK, "delete").commit();
  }
}
