package io.dolake.cdc.pipeline;

import io.dolake.cdc.ConnectionConfig;
import io.dolake.cdc.DoSqlSource;
import org.apache.flink.cdc.common.event.Event;
import org.apache.flink.cdc.common.source.DataSource;
import org.apache.flink.cdc.common.source.EventSourceProvider;
import org.apache.flink.cdc.common.source.FlinkSourceProvider;
import org.apache.flink.cdc.common.source.MetadataAccessor;

/** The source of a Flink CDC pipeline. */
final class DoSqlDataSource implements DataSource {
  private final DoSqlSource<Event> source;

  DoSqlDataSource(DoSqlSource<Event> source) {
    this.source = source;
  }

  @Override
  public EventSourceProvider getEventSourceProvider() {
    return FlinkSourceProvider.of(source);
  }

  @Override
  public MetadataAccessor getMetadataAccessor() {
    ConnectionConfig connection = source.config().connection();
    return new DoSqlMetadataAccessor(connection);
  }
}
