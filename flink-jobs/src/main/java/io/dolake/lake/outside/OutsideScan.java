package io.dolake.lake.outside;

import io.dolake.lake.commit.LakeCatalog;
import io.dolake.lake.commit.OutsideTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;

/** Looks through the catalog for tags of other engines' rewrites. For one thread. */
final class OutsideScan {
  private final LakeCatalog catalog;
  private Map<Long, RewrittenFiles> known = new HashMap<>();

  OutsideScan(LakeCatalog catalog) {
    this.catalog = catalog;
  }

  /** All rewrites that are tagged now; what was read of one before is not read again. */
  List<RewrittenFiles> run() {
    Map<Long, RewrittenFiles> found = new HashMap<>();
    for (TableIdentifier identifier : catalog.tables()) {
      catalog.load(identifier).ifPresent(table -> look(table, found));
    }
    known = found;
    return new ArrayList<>(found.values());
  }

  private void look(Table table, Map<Long, RewrittenFiles> found) {
    OptionalInt tableId = LakeCatalog.tableIdOf(table);
    if (tableId.isEmpty()) {
      return;
    }
    for (String ref : table.refs().keySet()) {
      Optional<OutsideTag> tag = OutsideTag.of(ref);
      if (tag.isPresent()) {
        RewrittenFiles rewrite = known.get(tag.get().snapshotId());
        found.put(
            tag.get().snapshotId(),
            rewrite == null ? RewrittenFiles.read(table, tableId.getAsInt(), tag.get()) : rewrite);
      }
    }
  }
}
