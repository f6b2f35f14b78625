package io.dolake.cdc.split;

import org.apache.flink.api.connector.source.SourceSplit;

/** A key range of a table's initial load, or the log of a shard. */
public sealed interface FeedSplit extends SourceSplit permits SnapshotSplit, LogSplit {
  int shard();
}
