package io.dolake.cli.lake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.expressions.Projections;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The files of the lake's snapshots. Snapshots never change, and consecutive ones share most of
 * their deletion vectors, so both are kept, within bounds. Thread-safe.
 */
final class SnapshotFiles {
  private static final long MAX_FILES = 200_000;
  private static final long MAX_DELETED_POSITIONS = 10_000_000;

  private final Cache<SnapshotKey, List<FileScanTask>> snapshots =
      Caffeine.newBuilder()
          .maximumWeight(MAX_FILES)
          .weigher((SnapshotKey key, List<FileScanTask> files) -> 1 + files.size())
          .build();
  private final Cache<VectorKey, PositionDeleteIndex> vectors =
      Caffeine.newBuilder()
          .maximumWeight(MAX_DELETED_POSITIONS)
          .weigher(
              (VectorKey key, PositionDeleteIndex index) ->
                  (int) Math.min(Integer.MAX_VALUE, 1 + index.cardinality()))
          .build();

  private record SnapshotKey(UUID table, long snapshotId) {}

  private record VectorKey(String location, Long offset) {}

  /** Files of the snapshot that may hold rows the filter lets through. */
  List<FileScanTask> plan(Table table, Schema schema, long snapshotId, Expression filter) {
    List<FileScanTask> files =
        snapshots.get(
            new SnapshotKey(table.uuid(), snapshotId), key -> read(table, key.snapshotId()));
    if (filter.op() == Expression.Operation.TRUE) {
      return files;
    }
    InclusiveMetricsEvaluator statistics = new InclusiveMetricsEvaluator(schema, filter);
    Map<Integer, Evaluator> partitions = new HashMap<>();
    return files.stream()
        .filter(
            file ->
                partitions
                    .computeIfAbsent(file.spec().specId(), id -> evaluator(file.spec(), filter))
                    .eval(file.file().partition()))
        .filter(file -> statistics.eval(file.file()))
        .toList();
  }

  private static Evaluator evaluator(PartitionSpec spec, Expression filter) {
    return new Evaluator(spec.partitionType(), Projections.inclusive(spec).project(filter));
  }

  private static List<FileScanTask> read(Table table, long snapshotId) {
    List<FileScanTask> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshotId).includeColumnStats().planFiles()) {
      tasks.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(files);
  }

  /** Positions of the file's rows that are deleted. */
  PositionDeleteIndex deletedPositions(Table table, FileScanTask file) {
    if (file.deletes().size() != 1) {
      // None, or position delete files that another engine wrote.
      return load(table, file);
    }
    DeleteFile vector = file.deletes().get(0);
    return vectors.get(
        new VectorKey(vector.location(), vector.contentOffset()), key -> load(table, file));
  }

  private static PositionDeleteIndex load(Table table, FileScanTask file) {
    return new BaseDeleteLoader(deleteFile -> table.io().newInputFile(deleteFile.location()))
        .loadPositionDeletes(file.deletes(), file.file().location());
  }
}
