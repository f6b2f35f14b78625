package io.dolake.lake.outside;

import io.dolake.lake.commit.IcebergFiles;
import io.dolake.lake.commit.OutsideRewrite;
import io.dolake.lake.commit.OutsideTag;
import io.dolake.lake.file.Adoption;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileIds;
import io.dolake.lake.writer.DataFileNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;

/**
 * What another engine's rewrite did to a table, as orders to the writers.
 *
 * @param tableId the table
 * @param tableLocation root of its files
 * @param snapshotId the engine's (last) snapshot
 * @param portions its files by path, cut into portions that are taken over one by one; at least
 *     one, which may be empty
 * @param replaced paths of the files that it replaced
 */
record RewrittenFiles(
    int tableId,
    String tableLocation,
    long snapshotId,
    List<List<DataFileInfo>> portions,
    Set<String> replaced) {
  /** Rows that the writers move at once, while no change is applied; a file is never cut. */
  private static final long PORTION_ROWS = 500_000;

  /** Reads what the tagged snapshot, and others below it up to the job's own, did. */
  static RewrittenFiles read(Table table, int tableId, OutsideTag tag) {
    OutsideRewrite rewrite =
        OutsideRewrite.upTo(table.snapshot(tag.snapshotId()), table)
            .orElseGet(() -> new OutsideRewrite(Optional.empty(), Map.of(), Map.of()));
    List<DataFile> files =
        rewrite.added().values().stream()
            .filter(file -> file.format() == FileFormat.PARQUET)
            .toList();
    return new RewrittenFiles(
        tableId,
        table.location(),
        tag.snapshotId(),
        portions(files, table, tableId),
        rewrite.replaced().keySet());
  }

  private static List<List<DataFileInfo>> portions(
      Collection<DataFile> files, Table table, int tableId) {
    List<List<DataFileInfo>> portions = new ArrayList<>();
    List<DataFileInfo> portion = new ArrayList<>();
    long rows = 0;
    for (DataFile file : files) {
      portion.add(IcebergFiles.describe(file, tableId, table));
      rows += file.recordCount();
      if (rows >= PORTION_ROWS) {
        portions.add(portion);
        portion = new ArrayList<>();
        rows = 0;
      }
    }
    if (!portion.isEmpty() || portions.isEmpty()) {
      portions.add(portion);
    }
    return portions;
  }

  /** The order to take a portion over, given in a checkpoint interval. */
  Adoption adoption(int portion, long interval) {
    List<DataFileInfo> files = new ArrayList<>();
    for (DataFileInfo file : portions.get(portion)) {
      files.add(file.withFileId(FileIds.ofOutside(interval, files.size())));
    }
    Set<Long> ids = new HashSet<>();
    for (String path : replaced) {
      DataFileNames.idOf(path, tableLocation).ifPresent(ids::add);
    }
    return new Adoption(
        interval,
        tableId,
        tableLocation,
        snapshotId,
        files,
        ids,
        replaced,
        portion == portions.size() - 1);
  }
}
