package io.dolake.cli.lake;

import java.util.function.Predicate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The newest snapshot of a table up to a moment, among those that are kept. History is thinned
 * table by table, so the table may have changed between that snapshot and the moment.
 *
 * @param snapshotId null when the table has no snapshot that old
 * @param stamp the cut that made the snapshot; {@link SnapshotStamp#NONE} without one
 * @param untilNextCut whether no snapshot is missing between this one and the next, so that the
 *     table stayed as it was until the cut before the next one
 */
record TableState(Long snapshotId, SnapshotStamp stamp, boolean untilNextCut) {
  /**
   * @param included which cuts are up to the moment
   */
  static TableState newest(Table table, Predicate<SnapshotStamp> included) {
    Long id = null;
    SnapshotStamp newest = SnapshotStamp.NONE;
    Snapshot next = null;
    for (Snapshot snapshot : table.snapshots()) {
      SnapshotStamp stamp = SnapshotStamp.of(snapshot).orElse(null);
      if (stamp == null) {
        continue;
      }
      // Snapshots come in order of commit: of two with one stamp (a compaction), the later counts.
      if (included.test(stamp) && stamp.resolved().compareTo(newest.resolved()) >= 0) {
        newest = stamp;
        id = snapshot.snapshotId();
        next = null;
      } else if (next == null && !included.test(stamp)) {
        next = snapshot;
      }
    }
    boolean adjacent =
        next == null || (id == null ? next.parentId() == null : id.equals(next.parentId()));
    return new TableState(id, newest, adjacent);
  }
}
