package io.dolake.lake.outside;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * What the watcher keeps across restarts; the only split there is.
 *
 * @param checkpointId checkpoint that this belongs to
 * @param portionsOrdered portions of each tagged snapshot that the writers have been told of
 */
record OutsideWatch(long checkpointId, Map<Long, Integer> portionsOrdered) implements SourceSplit {
  OutsideWatch {
    portionsOrdered = new TreeMap<>(portionsOrdered);
  }

  @Override
  public String splitId() {
    return "outside";
  }
}
