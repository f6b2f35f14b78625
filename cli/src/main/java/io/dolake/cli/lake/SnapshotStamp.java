package io.dolake.cli.lake;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * What the lake job wrote into a snapshot's summary: which cut of the database the snapshot belongs
 * to. See docs/lake.md.
 *
 * @param resolved every transaction with a commit timestamp up to this one is in, none after it
 * @param lsn last transaction of the shard that is in
 */
public record SnapshotStamp(HlcTimestamp resolved, Lsn lsn) {
  /** Before the first cut. */
  static final SnapshotStamp NONE = new SnapshotStamp(HlcTimestamp.NONE, Lsn.NONE);

  private static final String RESOLVED = "dolake.resolved-timestamp";
  private static final String LSN_OF_SHARD_0 = "dolake.lsn.0";

  /** The table's current state; {@link #NONE} before the first cut that changed it. */
  static SnapshotStamp ofCurrent(Table table) {
    Snapshot current = table.currentSnapshot();
    return current == null ? NONE : of(current).orElse(NONE);
  }

  /** Empty for a snapshot that another engine made. */
  static Optional<SnapshotStamp> of(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    if (summary == null || !summary.containsKey(RESOLVED)) {
      return Optional.empty();
    }
    return Optional.of(
        new SnapshotStamp(
            new HlcTimestamp(Long.parseLong(summary.get(RESOLVED))),
            new Lsn(Long.parseLong(summary.getOrDefault(LSN_OF_SHARD_0, "0")))));
  }
}
