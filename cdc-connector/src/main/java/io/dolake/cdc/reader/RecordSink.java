package io.dolake.cdc.reader;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.ChangeKind;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.EventTime;
import java.io.IOException;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.util.Collector;

/** Where splits put their records: through the deserializer into Flink's output. */
final class RecordSink<T> implements Collector<T> {
  private final ChangeDeserializer<T> deserializer;
  private final KnownSchemas schemas;
  private final EventTime eventTime;
  private final ReaderMetrics metrics;
  private ReaderOutput<T> output;
  private long timestamp;

  RecordSink(
      ChangeDeserializer<T> deserializer,
      KnownSchemas schemas,
      EventTime eventTime,
      ReaderMetrics metrics) {
    this.deserializer = deserializer;
    this.schemas = schemas;
    this.eventTime = eventTime;
    this.metrics = metrics;
  }

  void useOutput(ReaderOutput<T> readerOutput) {
    this.output = readerOutput;
  }

  /** Emits what the deserializer makes of the record, with the record's timestamp. */
  void emit(ChangeRecord record) throws IOException {
    if (record.kind() == ChangeKind.SCHEMA) {
      schemas.add(record.shard(), record.table());
    }
    metrics.record(record);
    timestamp = eventTime.ofCommit(record.timestamp());
    try {
      deserializer.deserialize(record, schemas, this);
    } catch (IOException | RuntimeException e) {
      metrics.failedRecord();
      throw e;
    }
  }

  @Override
  public void collect(T element) {
    output.collect(element, timestamp);
  }

  @Override
  public void close() {}
}
