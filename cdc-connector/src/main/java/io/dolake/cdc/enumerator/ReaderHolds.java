package io.dolake.cdc.enumerator;

import java.util.Set;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Reader to enumerator, the first thing after it starts: the snapshot splits it was restored with
 * and has not finished. A split that was finished after the restored checkpoint is thereby
 * unfinished again.
 */
public record ReaderHolds(Set<String> unfinishedSplitIds) implements SourceEvent {
  public ReaderHolds {
    unfinishedSplitIds = Set.copyOf(unfinishedSplitIds);
  }
}
