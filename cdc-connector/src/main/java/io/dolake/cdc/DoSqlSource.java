package io.dolake.cdc;

import io.dolake.cdc.enumerator.EnumeratorState;
import io.dolake.cdc.enumerator.EnumeratorStateSerializer;
import io.dolake.cdc.enumerator.FeedEnumerator;
import io.dolake.cdc.reader.FeedReader;
import io.dolake.cdc.split.FeedSplit;
import io.dolake.cdc.split.FeedSplitSerializer;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Flink source of a DoSQL database's changes: the tables as they are, then every committed
 * transaction, once and in order. What its elements, timestamps and watermarks promise is written
 * at {@link ChangeRecord}.
 *
 * <p>It emits its own watermarks: give {@code WatermarkStrategy.noWatermarks()} to {@code
 * fromSource}.
 */
public final class DoSqlSource<T>
    implements Source<T, FeedSplit, EnumeratorState>, ResultTypeQueryable<T> {
  private final SourceConfig config;
  private final ChangeDeserializer<T> deserializer;

  DoSqlSource(SourceConfig config, ChangeDeserializer<T> deserializer) {
    this.config = Objects.requireNonNull(config, "config");
    this.deserializer = Objects.requireNonNull(deserializer, "deserializer");
  }

  public static <T> DoSqlSourceBuilder<T> builder() {
    return new DoSqlSourceBuilder<>();
  }

  public SourceConfig config() {
    return config;
  }

  @Override
  public Boundedness getBoundedness() {
    return config.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<FeedSplit, EnumeratorState> createEnumerator(
      SplitEnumeratorContext<FeedSplit> context) {
    return new FeedEnumerator(config, context, null);
  }

  @Override
  public SplitEnumerator<FeedSplit, EnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<FeedSplit> context, EnumeratorState state) {
    return new FeedEnumerator(config, context, state);
  }

  @Override
  public SourceReader<T, FeedSplit> createReader(SourceReaderContext context) {
    return new FeedReader<>(config, deserializer, context);
  }

  @Override
  public SimpleVersionedSerializer<FeedSplit> getSplitSerializer() {
    return new FeedSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
    return new EnumeratorStateSerializer();
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return deserializer.getProducedType();
  }
}
