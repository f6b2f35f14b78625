package io.dolake.cdc.enumerator;

import io.dolake.cdc.split.LogSplit;
import io.dolake.cdc.split.SnapshotSplit;
import java.util.List;

/** What is to be read: the ranges of the initial load and one log for each shard. */
record SourcePlan(List<SnapshotSplit> snapshotSplits, List<LogSplit> logSplits) {
  SourcePlan {
    snapshotSplits = List.copyOf(snapshotSplits);
    logSplits = List.copyOf(logSplits);
  }
}
