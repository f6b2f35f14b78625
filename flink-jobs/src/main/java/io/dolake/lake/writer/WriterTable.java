package io.dolake.lake.writer;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.row.RowDecoder;
import io.dolake.common.row.RowView;
import io.dolake.lake.file.FileIds;
import io.dolake.lake.schema.LakeColumns;
import io.dolake.lake.schema.TableLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;

/** What a writer knows of a table: its versions, its form in the lake, its last truncation. */
final class WriterTable {
  private final int tableId;
  private final TableLayout layout;
  private final String location;
  private final NavigableMap<Integer, TableDef> versions = new TreeMap<>();

  private Schema schema;
  private PartitionSpec spec;
  private PartitionTuples partitions;
  private RowOrder order;

  /** Interval of the last truncation, and the sequence each writer had reached in it. */
  private long truncatedInterval = -1;

  private final Map<Integer, Integer> truncatedSequences = new HashMap<>();

  WriterTable(TableDef first, TableLayout layout, String location) {
    this.tableId = first.id().value();
    this.layout = layout;
    this.location = location;
    add(first);
  }

  /** Adds a version; false if it was known. */
  boolean add(TableDef version) {
    if (versions.putIfAbsent(version.schemaVersion(), version) != null) {
      return false;
    }
    schema = null;
    return true;
  }

  int tableId() {
    return tableId;
  }

  String location() {
    return location;
  }

  /** The newest version: what files are written with. */
  TableDef current() {
    return versions.lastEntry().getValue();
  }

  Optional<TableDef> version(int schemaVersion) {
    return Optional.ofNullable(versions.get(schemaVersion));
  }

  NavigableMap<Integer, TableDef> versions() {
    return versions;
  }

  Schema schema() {
    conclude();
    return schema;
  }

  PartitionSpec spec() {
    conclude();
    return spec;
  }

  /** Finds the partitions of rows; belongs to the writer's thread. */
  PartitionTuples partitions() {
    conclude();
    return partitions;
  }

  /** The order of rows in new files; belongs to the writer's thread. */
  RowOrder order() {
    conclude();
    return order;
  }

  private void conclude() {
    if (schema == null) {
      TableDef table = current();
      Schema newSchema = LakeColumns.icebergSchema(table);
      SortOrder sortOrder = layout.sortOrder(versions.descendingMap().values(), newSchema);
      order = new RowOrder(table, sortOrder, new RowView(RowDecoder.of(table, this::version)));
      schema = newSchema;
      spec = layout.partitionSpec(versions.descendingMap().values(), schema);
      partitions =
          new PartitionTuples(table, spec, new RowView(RowDecoder.of(table, this::version)));
    }
  }

  void truncated(long interval, int writer, int nextSequence) {
    if (truncatedInterval != interval) {
      truncatedInterval = interval;
      truncatedSequences.clear();
    }
    truncatedSequences.merge(writer, nextSequence, Math::max);
  }

  /** Whether the row at a position outlived the last truncation. */
  boolean isLive(FilePosition position) {
    long interval = FileIds.intervalOf(position.fileId());
    if (interval != truncatedInterval) {
      return interval > truncatedInterval;
    }
    return FileIds.sequenceOf(position.fileId())
        >= truncatedSequences.getOrDefault(FileIds.writerOf(position.fileId()), 0);
  }

  long truncatedInterval() {
    return truncatedInterval;
  }

  Map<Integer, Integer> truncatedSequences() {
    return truncatedSequences;
  }
}
