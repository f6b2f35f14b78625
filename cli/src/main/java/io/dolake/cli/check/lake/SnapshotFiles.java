package io.dolake.cli.check.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/**
 * Reads snapshots of one table with Iceberg's own readers. Manifests, data files and deletion
 * vectors never change, so each is read once and kept while snapshots keep coming back to it: the
 * cost of a snapshot is what is new in it. For one thread.
 */
final class SnapshotFiles {
  private static final int KEPT_MANIFESTS = 2_000;
  private static final int KEPT_DATA_FILES = 2_000;

  /** Rows of a table by their first column. */
  record Content(Map<Long, List<Object>> rows, int vectors) {}

  private final Map<String, List<DataFile>> dataManifests = lru(KEPT_MANIFESTS);
  private final Map<String, List<DeleteFile>> deleteManifests = lru(KEPT_MANIFESTS);
  private final Map<String, List<List<Object>>> dataFiles = lru(KEPT_DATA_FILES);

  private static <V> Map<String, V> lru(int capacity) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > capacity;
      }
    };
  }

  /**
   * @param violations told of equality deletes, second vectors of a file, vectors of files that are
   *     not there, rows that come twice
   */
  Content read(Table table, Snapshot snapshot, Consumer<String> violations) throws IOException {
    Map<String, DeleteFile> vectors = new LinkedHashMap<>();
    for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
      for (DeleteFile delete : deletesOf(manifest, table)) {
        if (delete.format() != FileFormat.PUFFIN || delete.referencedDataFile() == null) {
          violations.accept("deletes by " + delete.location());
        } else if (vectors.put(delete.referencedDataFile(), delete) != null) {
          violations.accept("two deletion vectors for " + delete.referencedDataFile());
        }
      }
    }
    Map<Long, List<Object>> rows = new LinkedHashMap<>();
    Set<String> unused = new HashSet<>(vectors.keySet());
    for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
      for (DataFile file : filesOf(manifest, table)) {
        unused.remove(file.location());
        add(table, file, vectors.get(file.location()), rows, violations);
      }
    }
    unused.forEach(file -> violations.accept("deletion vector for missing file " + file));
    return new Content(rows, vectors.size());
  }

  private void add(
      Table table,
      DataFile file,
      DeleteFile vector,
      Map<Long, List<Object>> to,
      Consumer<String> violations)
      throws IOException {
    PositionDeleteIndex deleted =
        vector == null
            ? null
            : new BaseDeleteLoader(delete -> table.io().newInputFile(delete))
                .loadPositionDeletes(List.of(vector), file.location());
    List<List<Object>> rows = rowsOf(file, table);
    for (int position = 0; position < rows.size(); position++) {
      if (deleted == null || !deleted.isDeleted(position)) {
        List<Object> row = rows.get(position);
        if (to.put((Long) row.get(0), row) != null) {
          violations.accept("row twice: " + row);
        }
      }
    }
  }

  private List<DataFile> filesOf(ManifestFile manifest, Table table) throws IOException {
    List<DataFile> known = dataManifests.get(manifest.path());
    if (known == null) {
      known = new ArrayList<>();
      try (ManifestReader<DataFile> files =
          ManifestFiles.read(manifest, table.io(), table.specs())) {
        for (DataFile file : files) {
          known.add(file.copyWithoutStats());
        }
      }
      dataManifests.put(manifest.path(), known);
    }
    return known;
  }

  private List<DeleteFile> deletesOf(ManifestFile manifest, Table table) throws IOException {
    List<DeleteFile> known = deleteManifests.get(manifest.path());
    if (known == null) {
      known = new ArrayList<>();
      try (ManifestReader<DeleteFile> files =
          ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
        for (DeleteFile file : files) {
          known.add(file.copyWithoutStats());
        }
      }
      deleteManifests.put(manifest.path(), known);
    }
    return known;
  }

  private List<List<Object>> rowsOf(DataFile file, Table table) throws IOException {
    List<List<Object>> known = dataFiles.get(file.location());
    if (known == null) {
      known = new ArrayList<>();
      try (CloseableIterable<Record> records =
          Parquet.read(table.io().newInputFile(file))
              .project(table.schema())
              .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type))
              .build()) {
        for (Record record : records) {
          List<Object> row = new ArrayList<>();
          for (int i = 0; i < record.size(); i++) {
            row.add(record.get(i));
          }
          known.add(row);
        }
      }
      dataFiles.put(file.location(), known);
    }
    return known;
  }
}
