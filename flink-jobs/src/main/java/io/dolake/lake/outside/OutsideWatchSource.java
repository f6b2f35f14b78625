package io.dolake.lake.outside;

import io.dolake.lake.event.LakeEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Emits {@link LakeEvent.Kind#ADOPT} events, one copy per key group, for files that other engines
 * made of the job's. To be run with parallelism 1; it holds no watermark back.
 */
public final class OutsideWatchSource implements Source<LakeEvent, OutsideWatch, Boolean> {
  private static final long serialVersionUID = 1L;

  private final String catalogUri;
  private final HashMap<String, String> catalogProperties;
  private final Duration interval;
  private final int keyGroups;

  /**
   * @param catalogUri of the REST catalog
   * @param catalogProperties of its client
   * @param interval time between two looks; zero for never
   * @param keyGroups of the writers
   */
  public OutsideWatchSource(
      String catalogUri, Map<String, String> catalogProperties, Duration interval, int keyGroups) {
    this.catalogUri = catalogUri;
    this.catalogProperties = new HashMap<>(catalogProperties);
    this.interval = interval;
    this.keyGroups = keyGroups;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<LakeEvent, OutsideWatch> createReader(SourceReaderContext context) {
    return new OutsideWatchReader(catalogUri, catalogProperties, interval, keyGroups);
  }

  @Override
  public SplitEnumerator<OutsideWatch, Boolean> createEnumerator(
      SplitEnumeratorContext<OutsideWatch> context) {
    return new NothingToEnumerate();
  }

  @Override
  public SplitEnumerator<OutsideWatch, Boolean> restoreEnumerator(
      SplitEnumeratorContext<OutsideWatch> context, Boolean state) {
    return new NothingToEnumerate();
  }

  @Override
  public SimpleVersionedSerializer<OutsideWatch> getSplitSerializer() {
    return new OutsideWatchSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new NothingToEnumerate.StateSerializer();
  }
}
