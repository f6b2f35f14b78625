package io.dolake.lake.commit;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.lake.file.FileChange;
import io.dolake.lake.schema.LakeColumns;
import io.dolake.lake.schema.MisconfiguredJobException;
import io.dolake.lake.schema.TableLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;

/** Builds the next metadata of one table for a cut. */
final class TablePlanner {
  static final String TABLE_ID = "dolake.table-id";
  static final String SCHEMA_VERSION = "dolake.schema-version";

  private final TableLayout layout;
  private final Map<String, String> tableProperties;
  private final int formatVersion;

  /** Who reads a table's manifests; empty for Iceberg's own threads. */
  private final Optional<ExecutorService> manifestReaders;

  /**
   * @param layout where tables go
   * @param tableProperties of new tables, beside the defaults here
   */
  TablePlanner(TableLayout layout, Map<String, String> tableProperties) {
    this.layout = layout;
    this.tableProperties = new HashMap<>(defaultProperties());
    this.tableProperties.putAll(tableProperties);
    this.tableProperties.remove(TableProperties.FORMAT_VERSION); // says what the table is
    this.formatVersion = LakeFormat.version(tableProperties);
    // Iceberg looks every 10 ms whether its threads are done, several times for each table. Local
    // manifests are read in less; those of an object store are worth the threads.
    this.manifestReaders =
        layout.isLocal() ? Optional.of(new CallerThreadExecutor()) : Optional.empty();
  }

  private static Map<String, String> defaultProperties() {
    return Map.of(
        TableProperties.DELETE_MODE, "merge-on-read",
        TableProperties.UPDATE_MODE, "merge-on-read",
        TableProperties.MERGE_MODE, "merge-on-read",
        TableProperties.PARQUET_COMPRESSION, "zstd",
        TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
        TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");
  }

  /**
   * First metadata of a table.
   *
   * @param changes the first, which may tell how it is partitioned
   */
  TableMetadata create(LakeTable table, List<FileChange> changes, String lineage) {
    Schema schema = schemaOf(table.definition(), new Schema());
    PartitionSpec spec =
        TableSpecs.ofNewest(changes, schema)
            .orElseGet(() -> layout.firstPartitionSpec(table.definition(), schema));
    Map<String, String> properties = new HashMap<>(tableProperties);
    properties.putAll(ownProperties(table.definition(), lineage));
    return TableMetadata.buildFromEmpty(1)
        .upgradeFormatVersion(formatVersion)
        .assignUUID(UUID.randomUUID().toString())
        .setLocation(table.location())
        .setCurrentSchema(schema, schema.highestFieldId())
        .setDefaultPartitionSpec(spec)
        .setDefaultSortOrder(SortOrder.unsorted())
        .setProperties(properties)
        .build();
  }

  /**
   * The lake's form of a table's columns.
   *
   * @param base the schema before; what it says of old files goes on being said
   */
  private Schema schemaOf(TableDef table, Schema base) {
    return LakeColumns.withoutDefaults(
        LakeColumns.icebergSchema(table),
        field ->
            !LakeFormat.keepsDefaults(formatVersion, table, columnOf(table, field))
                && !hasDefault(base, field));
  }

  private static ColumnDef columnOf(TableDef table, Types.NestedField field) {
    return table.columns().get(table.ordinalOf(field.fieldId()));
  }

  private static boolean hasDefault(Schema base, Types.NestedField field) {
    Types.NestedField before = base.findField(field.fieldId());
    return before != null && before.initialDefault() != null;
  }

  private static Map<String, String> ownProperties(TableDef table, String lineage) {
    Map<String, String> properties = new HashMap<>();
    properties.put(TABLE_ID, table.id().toString());
    properties.put(SCHEMA_VERSION, Integer.toString(table.schemaVersion()));
    properties.put(Stamp.LINEAGE, lineage);
    if (!table.comment().isEmpty()) {
      properties.put("comment", table.comment());
    }
    return properties;
  }

  /**
   * Brings schema and properties to the table's version, where they differ. Its partition spec and
   * sort order go on without columns that are gone; others come with the first file in them.
   *
   * <p>A column that is gone stays until {@link #conclude} if files are partitioned by it: they
   * leave the table in this commit, and the lists that say so have the column's type.
   */
  void evolve(StagedTable staged, LakeTable table, String lineage) {
    TableMetadata base = staged.current();
    if (base.formatVersion() != formatVersion) {
      throw new MisconfiguredJobException(
          new DoLakeException(
              ErrorCode.CONFIGURATION_INVALID,
              "table "
                  + staged.identifier()
                  + " has format version "
                  + base.formatVersion()
                  + ", and the lake job writes version "
                  + formatVersion,
              "Set table.format-version to the tables' version, or let the job begin with new tables."));
    }
    Schema schema = schemaOf(table.definition(), base.schema());
    TableMetadata.Builder next = TableMetadata.buildFrom(base);
    if (!base.schema().sameSchema(schema)) {
      setSchema(next, base, TableSpecs.withSources(schema, base));
      TableSpecs.keepWithin(schema, base, next);
      TableOrders.keepWithin(schema, base, next);
    }
    Map<String, String> changed = new HashMap<>(ownProperties(table.definition(), lineage));
    changed.entrySet().removeIf(e -> e.getValue().equals(base.properties().get(e.getKey())));
    if (!changed.isEmpty()) {
      next.setProperties(changed);
    }
    staged.stage(next.build());
  }

  /**
   * The changes of the cut are staged: columns that were there for their sake go. A table without a
   * snapshot, or with other columns than those of the newest, gets one that changes no row, so that
   * its columns belong to a cut and whoever reads an earlier one sees it with the columns of then.
   */
  void conclude(StagedTable staged, LakeTable table, Map<String, String> summary) {
    TableMetadata base = staged.current();
    Schema schema = schemaOf(table.definition(), base.schema());
    if (!base.schema().sameSchema(schema)) {
      TableMetadata.Builder next = TableMetadata.buildFrom(base);
      setSchema(next, base, schema);
      staged.stage(next.build());
    }
    Snapshot newest = staged.current().currentSnapshot();
    if (newest == null || !hasColumns(newest, staged.current().currentSchemaId())) {
      commit(staged.table().newFastAppend(), summary);
    }
  }

  private static boolean hasColumns(Snapshot snapshot, int schemaId) {
    return snapshot.schemaId() != null && snapshot.schemaId() == schemaId;
  }

  /** The catalog counts column ids by the schemas that it sees, and so does this. */
  private static void setSchema(TableMetadata.Builder next, TableMetadata base, Schema schema) {
    next.setCurrentSchema(schema, Math.max(base.lastColumnId(), schema.highestFieldId()));
  }

  /** Moves the table back to one of its snapshots, undoing what others did since. */
  void moveBack(StagedTable staged, Snapshot to) {
    staged.stage(
        TableMetadata.buildFrom(staged.current())
            .setBranchSnapshot(to.snapshotId(), SnapshotRef.MAIN_BRANCH)
            .build());
  }

  /** Keeps a snapshot that the table is moved back from, until {@link #release}. */
  void keep(StagedTable staged, Snapshot snapshot) {
    long id = snapshot.snapshotId();
    staged.stage(
        TableMetadata.buildFrom(staged.current())
            .setRef(new OutsideTag(id).name(), SnapshotRef.tagBuilder(id).build())
            .build());
  }

  /** Snapshots of others are not needed any more. */
  void release(StagedTable staged, Collection<Long> snapshotIds) {
    TableMetadata.Builder next = TableMetadata.buildFrom(staged.current());
    for (long id : snapshotIds) {
      String name = new OutsideTag(id).name();
      if (staged.current().refs().containsKey(name)) {
        next.removeRef(name);
      }
    }
    staged.stage(next.build());
  }

  /** Removes all rows. */
  void clear(StagedTable staged, Map<String, String> summary) {
    if (staged.current().currentSnapshot() != null) {
      commit(staged.table().newDelete().deleteFromRowFilter(Expressions.alwaysTrue()), summary);
    }
  }

  /**
   * Adds the snapshots of a cut: first, as a replacement, what a compaction moved; then what
   * changed.
   */
  void change(StagedTable staged, List<FileChange> changes, Map<String, String> summary) {
    TableSpecs.learn(changes, staged);
    TableSpecs.follow(changes, staged);
    TableOrders.follow(changes, staged);
    List<FileChange> moved = changes.stream().filter(FileChange::moved).toList();
    List<FileChange> others = changes.stream().filter(change -> !change.moved()).toList();
    if (isReplacement(moved)) {
      if (!moved.isEmpty()) {
        replace(staged, moved, summary);
      }
    } else {
      // Rows left a file that others stay in: Iceberg has no replacement of a part of a file.
      rowDelta(staged, moved, summary);
    }
    if (!others.isEmpty()) {
      rowDelta(staged, others, summary);
    }
  }

  /**
   * Whether Iceberg can say "replaced": no row left a file that others stay in, there are files to
   * remove for those that are added, data files and deletion vectors each for themselves, and the
   * new files have no more rows, dead ones included.
   */
  private static boolean isReplacement(List<FileChange> moved) {
    boolean removesData = moved.stream().anyMatch(FileChange::removed);
    long addedRows = rowsOf(moved.stream().filter(FileChange::added));
    if (addedRows > rowsOf(moved.stream().filter(FileChange::removed))) {
      return false;
    }
    boolean removesVectors = moved.stream().anyMatch(change -> change.oldVector() != null);
    return moved.stream()
        .allMatch(
            change ->
                (change.added() ? removesData : change.removed())
                    && (change.newVector() == null || removesVectors));
  }

  private static long rowsOf(Stream<FileChange> changes) {
    return changes.mapToLong(change -> change.file().rowCount()).sum();
  }

  private void replace(StagedTable staged, List<FileChange> changes, Map<String, String> summary) {
    RewriteFiles rewrite = staged.table().newRewrite();
    for (FileChange change : changes) {
      PartitionSpec spec = TableSpecs.of(change.file(), staged);
      SortOrder order = TableOrders.of(change.file(), staged.current());
      if (change.added()) {
        rewrite.addFile(IcebergFiles.dataFile(change.file(), spec, order));
      }
      if (change.removed()) {
        rewrite.deleteFile(IcebergFiles.dataFile(change.file(), spec, order));
      }
      if (change.oldVector() != null) {
        rewrite.deleteFile(IcebergFiles.deletionVector(change.oldVector(), change.file(), spec));
      }
      if (change.newVector() != null) {
        rewrite.addFile(IcebergFiles.deletionVector(change.newVector(), change.file(), spec));
      }
    }
    Snapshot parent = staged.current().currentSnapshot();
    if (parent != null) {
      rewrite.validateFromSnapshot(parent.snapshotId());
    }
    commit(rewrite, summary);
  }

  private void rowDelta(StagedTable staged, List<FileChange> changes, Map<String, String> summary) {
    RowDelta delta = staged.table().newRowDelta();
    for (FileChange change : changes) {
      PartitionSpec spec = TableSpecs.of(change.file(), staged);
      SortOrder order = TableOrders.of(change.file(), staged.current());
      if (change.added()) {
        delta.addRows(IcebergFiles.dataFile(change.file(), spec, order));
      }
      if (change.removed()) {
        delta.removeRows(IcebergFiles.dataFile(change.file(), spec, order));
      }
      if (change.oldVector() != null) {
        delta.removeDeletes(IcebergFiles.deletionVector(change.oldVector(), change.file(), spec));
      }
      if (change.newVector() != null) {
        delta.addDeletes(IcebergFiles.deletionVector(change.newVector(), change.file(), spec));
      }
    }
    Snapshot parent = staged.current().currentSnapshot();
    if (parent != null) {
      // The requirement on the parent snapshot fences the commit; there is nothing older to check.
      delta.validateFromSnapshot(parent.snapshotId());
    }
    commit(delta, summary);
  }

  private <T extends SnapshotUpdate<T>> void commit(
      SnapshotUpdate<T> update, Map<String, String> summary) {
    summary.forEach(update::set);
    manifestReaders.ifPresent(update::scanManifestsWith);
    update.commit();
  }
}
