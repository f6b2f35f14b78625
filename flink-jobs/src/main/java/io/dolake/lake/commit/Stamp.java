package io.dolake.lake.commit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;

/**
 * What every snapshot's summary says about the cut it belongs to. The keys are part of docs/lake.md
 * and read by others.
 *
 * @param lineage line of checkpoints, see {@link CommitterState}
 * @param checkpointId Flink checkpoint
 * @param commitId the cut
 */
public record Stamp(String lineage, long checkpointId, String commitId) {
  static final String JOB_ID = "dolake.job-id";
  static final String LINEAGE = "dolake.lineage";
  static final String CHECKPOINT_ID = "dolake.checkpoint-id";
  static final String COMMIT_ID = "dolake.commit-id";
  static final String RESOLVED_TIMESTAMP = "dolake.resolved-timestamp";
  static final String LSN_PREFIX = "dolake.lsn.";

  /** All summary entries for a cut. */
  static Map<String, String> summary(String lineage, String jobId, Cut cut) {
    Map<String, String> summary = new HashMap<>();
    summary.put(JOB_ID, jobId);
    summary.put(LINEAGE, lineage);
    summary.put(CHECKPOINT_ID, Long.toString(cut.checkpointId()));
    summary.put(COMMIT_ID, cut.commitId());
    summary.put(RESOLVED_TIMESTAMP, Long.toString(cut.watermark()));
    cut.lsns().forEach((shard, lsn) -> summary.put(LSN_PREFIX + shard, Long.toString(lsn)));
    return summary;
  }

  /** Whether a job made a snapshot. */
  public static boolean isStamped(Snapshot snapshot) {
    return of(snapshot).isPresent();
  }

  /** The stamp of a snapshot, or empty if another engine made it. */
  static Optional<Stamp> of(Snapshot snapshot) {
    Map<String, String> summary = snapshot == null ? null : snapshot.summary();
    if (summary == null || !summary.containsKey(LINEAGE) || !summary.containsKey(CHECKPOINT_ID)) {
      return Optional.empty();
    }
    return Optional.of(
        new Stamp(
            summary.get(LINEAGE),
            Long.parseLong(summary.get(CHECKPOINT_ID)),
            summary.getOrDefault(COMMIT_ID, "")));
  }

  /** The newest snapshot that a lineage made, or empty. */
  static Optional<Snapshot> newest(TableMetadata table, String lineage) {
    Snapshot newest = null;
    for (Snapshot snapshot : table.snapshots()) {
      boolean own = of(snapshot).filter(stamp -> stamp.lineage().equals(lineage)).isPresent();
      if (own && (newest == null || snapshot.sequenceNumber() > newest.sequenceNumber())) {
        newest = snapshot;
      }
    }
    return Optional.ofNullable(newest);
  }
}
