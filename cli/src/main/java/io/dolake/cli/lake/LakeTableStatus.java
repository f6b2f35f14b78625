package io.dolake.cli.lake;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A lake table in numbers. Deleted rows and small files are what compaction has yet to clear.
 *
 * @param name with its schema, unless that is the default one
 * @param rows that a scan returns
 * @param files data files of the newest snapshot
 * @param smallFiles files by which the table exceeds what its size needs at {@code 32 MiB} each
 * @param deletedRows rows in files that deletion vectors hide
 * @param resolvedMillis wall-clock time of the last cut that changed the table; 0 before the first
 */
public record LakeTableStatus(
    String name,
    long rows,
    long files,
    long smallFiles,
    long deletedRows,
    long bytes,
    int snapshots,
    long resolvedMillis,
    long lsn) {
  private static final long GOOD_FILE_BYTES = 32L << 20;

  static LakeTableStatus of(TableIdentifier identifier, Table table) {
    String name = LakeTableName.shown(identifier.namespace().toString(), identifier.name());
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return new LakeTableStatus(name, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    Map<String, String> summary = current.summary();
    long written = number(summary, "total-records");
    long deleted = number(summary, "total-position-deletes");
    long bytes = number(summary, "total-files-size");
    long files = number(summary, "total-data-files");
    int snapshots = 0;
    HlcTimestamp resolved = HlcTimestamp.NONE;
    Lsn lsn = Lsn.NONE;
    for (Snapshot snapshot : table.snapshots()) {
      snapshots++;
      SnapshotStamp stamp = SnapshotStamp.of(snapshot).orElse(null);
      if (stamp != null && stamp.resolved().compareTo(resolved) > 0) {
        resolved = stamp.resolved();
        lsn = stamp.lsn();
      }
    }
    return new LakeTableStatus(
        name,
        written - deleted,
        files,
        Math.max(0, files - 1 - bytes / GOOD_FILE_BYTES),
        deleted,
        bytes,
        snapshots,
        resolved.epochMillis(),
        lsn.value());
  }

  private static long number(Map<String, String> summary, String key) {
    return Long.parseLong(summary.getOrDefault(key, "0"));
  }
}
