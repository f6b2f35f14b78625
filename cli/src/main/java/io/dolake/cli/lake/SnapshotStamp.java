package io.dolake.cli.lake;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;

/**
 * What the lake job wrote into a snapshot's summary: which cut of the database the snapshot belongs
 * to. See docs/lake.md.
 */
record SnapshotStamp(HlcTimestamp resolved, Lsn lsn) {
  private static final String RESOLVED = "dolake.resolved-timestamp";
  private static final String LSN_OF_SHARD_0 = "dolake.lsn.0";

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
