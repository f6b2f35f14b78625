package io.dolake.lake.commit;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.FileIds;
import io.dolake.lake.schema.PartitionText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Types;

/**
 * The partition specs of a table. Writers decide how they partition, because they know the names
 * that columns had before, and their files tell; the table's spec becomes that of its newest file.
 */
final class TableSpecs {
  private TableSpecs() {}

  /** The table's spec that partitions as the file does. */
  static PartitionSpec of(DataFileInfo file, StagedTable staged) {
    return known(file, staged.current())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "table " + staged.identifier() + " has no partition spec for " + file.path()));
  }

  private static Optional<PartitionSpec> known(DataFileInfo file, TableMetadata table) {
    return table.specs().stream()
        .filter(spec -> PartitionText.canonical(spec).equals(file.partitioning()))
        .findFirst();
  }

  /** How the newest of some files is partitioned; empty if there is none. */
  static Optional<PartitionSpec> ofNewest(List<FileChange> changes, Schema schema) {
    return newest(changes).flatMap(file -> PartitionText.ofCanonical(file.partitioning(), schema));
  }

  /** A schema, and behind it the table's columns that it lacks and some spec goes by. */
  static Schema withSources(Schema schema, TableMetadata base) {
    List<Types.NestedField> fields = new ArrayList<>(schema.columns());
    base.specs().stream()
        .flatMap(spec -> spec.fields().stream())
        .map(PartitionField::sourceId)
        .distinct()
        .filter(id -> schema.findField(id) == null && base.schema().findField(id) != null)
        .map(id -> goneColumn(base.schema().findField(id)))
        .forEach(fields::add);
    return fields.size() == schema.columns().size()
        ? schema
        : new Schema(fields, schema.identifierFieldIds());
  }

  /** Under a name that no other column has. */
  private static Types.NestedField goneColumn(Types.NestedField column) {
    return Types.NestedField.optional(
        column.fieldId(), column.name() + " (dropped " + column.fieldId() + ")", column.type());
  }

  /** Makes the specs of the files that come known to the table. */
  static void learn(List<FileChange> changes, StagedTable staged) {
    TableMetadata base = staged.current();
    TableMetadata.Builder next = TableMetadata.buildFrom(base);
    ownAdded(changes)
        .filter(file -> known(file, base).isEmpty())
        .map(DataFileInfo::partitioning)
        .distinct()
        .flatMap(text -> PartitionText.ofCanonical(text, base.schema()).stream())
        .forEach(next::addPartitionSpec);
    staged.stage(next.build());
  }

  /** Makes the newest file's spec the table's own. */
  static void follow(List<FileChange> changes, StagedTable staged) {
    TableMetadata base = staged.current();
    TableMetadata.Builder next = TableMetadata.buildFrom(base);
    newest(changes)
        .filter(file -> !PartitionText.canonical(base.spec()).equals(file.partitioning()))
        .flatMap(file -> PartitionText.ofCanonical(file.partitioning(), base.schema()))
        .ifPresent(next::setDefaultPartitionSpec);
    staged.stage(next.build());
  }

  /**
   * Whether old specs go by columns that are dropped. Engines stumble over them: DuckDB over
   * conditions on such a table, Spark over its metadata tables and over writing to it.
   */
  static boolean nameGoneColumns(Table table) {
    return table.specs().values().stream()
        .flatMap(spec -> spec.fields().stream())
        .anyMatch(field -> table.schema().findField(field.sourceId()) == null);
  }

  /** Leaves columns that a new schema does not have out of the table's spec. */
  static void keepWithin(Schema schema, TableMetadata base, TableMetadata.Builder next) {
    PartitionSpec kept = PartitionText.within(schema, base.spec());
    if (kept.fields().size() < base.spec().fields().size()) {
      next.setDefaultPartitionSpec(kept);
    }
  }

  private static Optional<DataFileInfo> newest(List<FileChange> changes) {
    return ownAdded(changes).max(Comparator.comparingLong(DataFileInfo::fileId));
  }

  private static Stream<DataFileInfo> ownAdded(List<FileChange> changes) {
    return changes.stream()
        .filter(change -> change.added() && !FileIds.isOutside(change.file().fileId()))
        .map(FileChange::file);
  }
}
