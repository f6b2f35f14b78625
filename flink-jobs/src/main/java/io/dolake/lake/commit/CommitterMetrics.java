package io.dolake.lake.commit;

import io.dolake.common.HlcTimestamp;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** Figures of the committer; names are part of docs/lake.md. */
final class CommitterMetrics {
  static final String COMMITS = "lakeCommits";
  static final String OUTCOMES_UNKNOWN = "lakeCommitOutcomesUnknown";
  static final String OUTSIDE_COMMITS_UNDONE = "lakeOutsideCommitsUndone";
  static final String OUTSIDE_REWRITES_FOUND = "lakeOutsideRewritesFound";
  static final String SNAPSHOTS_EXPIRED = "lakeSnapshotsExpired";
  static final String MAINTENANCE_FAILURES = "lakeMaintenanceFailures";
  static final String LAST_COMMIT_MILLIS = "lakeLastCommitMillis";
  static final String LAG_MILLIS = "lakeLagMillis";
  static final String LAST_CHECKPOINT = "lakeLastCommittedCheckpoint";
  static final String UNCOMMITTED_CUTS = "lakeUncommittedCuts";

  private final Clock clock;
  private final Counter commits;
  private final Counter outcomesUnknown;
  private final Counter outsideCommitsUndone;
  private final Counter outsideRewritesFound;
  private final Counter snapshotsExpired;
  private final Counter maintenanceFailures;
  private volatile long lastCommitMillis;
  private volatile long committedWatermark = Long.MIN_VALUE;
  private volatile long lastCheckpoint;
  private volatile int uncommittedCuts;

  CommitterMetrics(MetricGroup group, Clock clock) {
    this.clock = clock;
    commits = group.counter(COMMITS);
    outcomesUnknown = group.counter(OUTCOMES_UNKNOWN);
    outsideCommitsUndone = group.counter(OUTSIDE_COMMITS_UNDONE);
    outsideRewritesFound = group.counter(OUTSIDE_REWRITES_FOUND);
    snapshotsExpired = group.counter(SNAPSHOTS_EXPIRED, new ThreadSafeSimpleCounter());
    maintenanceFailures = group.counter(MAINTENANCE_FAILURES, new ThreadSafeSimpleCounter());
    group.gauge(LAST_COMMIT_MILLIS, (Gauge<Long>) () -> lastCommitMillis);
    group.gauge(LAG_MILLIS, (Gauge<Long>) this::lagMillis);
    group.gauge(LAST_CHECKPOINT, (Gauge<Long>) () -> lastCheckpoint);
    group.gauge(UNCOMMITTED_CUTS, (Gauge<Integer>) () -> uncommittedCuts);
  }

  /** Age of the newest state of the database that readers of the lake see; -1 before the first. */
  private long lagMillis() {
    long watermark = committedWatermark;
    return watermark == Long.MIN_VALUE
        ? -1
        : clock.millis() - new HlcTimestamp(Math.max(0, watermark)).epochMillis();
  }

  void committed(Cut cut, long nanos) {
    commits.inc();
    lastCommitMillis = TimeUnit.NANOSECONDS.toMillis(nanos);
    lastCheckpoint = cut.checkpointId();
  }

  /**
   * Everything up to the watermark is in the lake, whether or not there was something to commit.
   */
  void visibleUpTo(long watermark) {
    committedWatermark = watermark;
  }

  void outcomeUnknown() {
    outcomesUnknown.inc();
  }

  void outsideCommitUndone() {
    outsideCommitsUndone.inc();
  }

  void outsideRewriteFound() {
    outsideRewritesFound.inc();
  }

  void snapshotsExpired(int count) {
    snapshotsExpired.inc(count);
  }

  void maintenanceFailed() {
    maintenanceFailures.inc();
  }

  void uncommitted(int cuts) {
    uncommittedCuts = cuts;
  }
}
