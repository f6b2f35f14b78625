package io.dolake.cdc.enumerator;

import io.dolake.cdc.split.FeedSplitSerializer;
import io.dolake.cdc.split.SnapshotSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.connector.source.SourceEvent;

/** Reader to enumerator: a snapshot split was read to its end. */
public final class SnapshotSplitFinished implements SourceEvent {
  private final int formatVersion;
  private final byte[] split;

  public SnapshotSplitFinished(SnapshotSplit split) {
    FeedSplitSerializer serializer = new FeedSplitSerializer();
    this.formatVersion = serializer.getVersion();
    try {
      this.split = serializer.serialize(split);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SnapshotSplit split() {
    try {
      return (SnapshotSplit) new FeedSplitSerializer().deserialize(formatVersion, split);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
