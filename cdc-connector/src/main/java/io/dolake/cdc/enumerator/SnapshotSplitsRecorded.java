package io.dolake.cdc.enumerator;

import java.util.Set;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Enumerator to readers: these finished splits are in a completed checkpoint of the enumerator, so
 * readers need not keep them in theirs.
 */
public record SnapshotSplitsRecorded(Set<String> splitIds) implements SourceEvent {
  public SnapshotSplitsRecorded {
    splitIds = Set.copyOf(splitIds);
  }
}
