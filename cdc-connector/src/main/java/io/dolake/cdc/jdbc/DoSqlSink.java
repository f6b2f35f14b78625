package io.dolake.cdc.jdbc;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalSerializers;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Writes rows to a table of the node: with a primary key as upserts and deletes, otherwise as
 * inserts. Everything received is written before a checkpoint completes; after a failure rows since
 * the last checkpoint are written again, which changes nothing for upserts.
 */
public final class DoSqlSink implements Sink<RowData> {
  /**
   * How rows are gathered.
   *
   * @param maxRows most rows in one transaction
   * @param interval longest wait of a row
   * @param maxRetries attempts after a failure that passes
   */
  public record Buffering(int maxRows, Duration interval, int maxRetries) implements Serializable {
    public Buffering {
      Objects.requireNonNull(interval, "interval");
      if (maxRows < 1 || maxRetries < 0 || interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException(
            "sink needs max-rows >= 1, interval > 0 and max-retries >= 0");
      }
    }
  }

  private final JdbcConfig jdbc;
  private final TableShape shape;
  private final Buffering buffering;

  public DoSqlSink(JdbcConfig jdbc, TableShape shape, Buffering buffering) {
    this.jdbc = Objects.requireNonNull(jdbc, "jdbc");
    this.shape = Objects.requireNonNull(shape, "shape");
    this.buffering = Objects.requireNonNull(buffering, "buffering");
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
    TypeSerializer<RowData> serializer =
        InternalSerializers.create(
            RowType.of(
                shape.types().toArray(LogicalType[]::new), shape.columns().toArray(String[]::new)));
    return new DoSqlSinkWriter(
        jdbc,
        shape,
        buffering,
        serializer,
        context.isObjectReuseEnabled(),
        context.getProcessingTimeService(),
        context.metricGroup());
  }
}
