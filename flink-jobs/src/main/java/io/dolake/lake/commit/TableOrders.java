package io.dolake.lake.commit;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.FileIds;
import io.dolake.lake.schema.SortText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;

/**
 * The sort orders of a table. Writers decide in which order they write, and their files tell; the
 * table's order becomes that of its newest file. An order that somebody else gave a table stays as
 * long as the job writes without one.
 */
final class TableOrders {
  /** Property of tables whose order comes from the job. */
  private static final String OWN = "dolake.sorted";

  private TableOrders() {}

  /** The table's order that the file says it is in; unsorted if there is none. */
  static SortOrder of(DataFileInfo file, TableMetadata table) {
    return known(file.sorting(), table).orElseGet(SortOrder::unsorted);
  }

  private static Optional<SortOrder> known(String sorting, TableMetadata table) {
    return table.sortOrders().stream()
        .filter(order -> SortText.canonical(order).equals(sorting))
        .findFirst();
  }

  /** Leaves columns that a new schema does not have out of the table's order. */
  static void keepWithin(Schema schema, TableMetadata base, TableMetadata.Builder next) {
    SortOrder kept = SortText.within(schema, base.sortOrder());
    if (kept.fields().size() < base.sortOrder().fields().size()) {
      next.setDefaultSortOrder(kept);
    }
  }

  /** Makes the orders of the files that come known to the table, the newest one's its own. */
  static void follow(List<FileChange> changes, StagedTable staged) {
    TableMetadata base = staged.current();
    TableMetadata.Builder next = TableMetadata.buildFrom(base);
    changes.stream()
        .filter(change -> change.added() && !FileIds.isOutside(change.file().fileId()))
        .map(FileChange::file)
        .filter(file -> orderOf(file, base).isPresent())
        .max(Comparator.comparingLong(DataFileInfo::fileId))
        .ifPresent(newest -> become(orderOf(newest, base).orElseThrow(), base, next));
    staged.stage(next.build());
  }

  /** The order of a file; empty if a column of it is not there any more. */
  private static Optional<SortOrder> orderOf(DataFileInfo file, TableMetadata base) {
    return file.sorting().isEmpty()
        ? Optional.of(SortOrder.unsorted())
        : SortText.ofCanonical(file.sorting(), base.schema());
  }

  private static void become(SortOrder wanted, TableMetadata base, TableMetadata.Builder next) {
    boolean own = base.properties().containsKey(OWN);
    if (wanted.isUnsorted()) {
      if (own) {
        next.setDefaultSortOrder(wanted).removeProperties(Set.of(OWN));
      }
      return;
    }
    if (!wanted.sameOrder(base.sortOrder())) {
      next.setDefaultSortOrder(wanted);
    }
    if (!own) {
      next.setProperties(Map.of(OWN, "true"));
    }
  }
}
