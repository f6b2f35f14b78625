package io.dolake.lake.commit;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;

/** Tells what another engine rewrote, for its own good order, from what it changed. */
final class OutsideRewrite {
  private OutsideRewrite() {}

  /**
   * Whether all that others committed since a snapshot only replaced files and left as many rows as
   * there were. Whether they are the same rows is found out when the files are read.
   */
  static boolean keepsRows(TableMetadata table, Snapshot since, Snapshot current) {
    Snapshot snapshot = current;
    while (snapshot.snapshotId() != since.snapshotId()) {
      Snapshot parent = snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
      if (parent == null || !DataOperations.REPLACE.equals(snapshot.operation())) {
        return false;
      }
      snapshot = parent;
    }
    OptionalLong before = liveRows(since);
    return before.isPresent() && before.equals(liveRows(current));
  }

  private static OptionalLong liveRows(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    String records = summary.get(SnapshotSummary.TOTAL_RECORDS_PROP);
    String deleted = summary.get(SnapshotSummary.TOTAL_POS_DELETES_PROP);
    if (records == null
        || deleted == null
        || !"0".equals(summary.getOrDefault(SnapshotSummary.TOTAL_EQ_DELETES_PROP, "0"))) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(records) - Long.parseLong(deleted));
  }
}
