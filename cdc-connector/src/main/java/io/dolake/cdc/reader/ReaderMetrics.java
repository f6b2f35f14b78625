package io.dolake.cdc.reader;

import io.dolake.cdc.ChangeRecord;
import io.dolake.common.HlcTimestamp;
import java.time.InstantSource;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * The standard metrics of a Flink source, and how far behind the database the reader is. Names are
 * part of the product.
 */
final class ReaderMetrics {
  /** Now minus the resolved timestamp: the age of the state that has been emitted whole. */
  static final String LAG_MILLIS = "dolakeLagMillis";

  /** Connections that broke and were opened again. */
  static final String RECONNECTS = "dolakeReconnects";

  private final Counter recordsIn;
  private final Counter bytesIn;
  private final Counter errors;
  private final Counter reconnects;
  private volatile long resolvedTimestamp;

  ReaderMetrics(SourceReaderMetricGroup group, InstantSource clock) {
    this.recordsIn = group.getIOMetricGroup().getNumRecordsInCounter();
    this.bytesIn = group.getIOMetricGroup().getNumBytesInCounter();
    this.errors = group.getNumRecordsInErrorsCounter();
    this.reconnects = group.counter(RECONNECTS);
    group.gauge(
        LAG_MILLIS,
        () ->
            resolvedTimestamp == 0
                ? -1L
                : clock.millis() - (resolvedTimestamp >>> HlcTimestamp.LOGICAL_BITS));
  }

  /** Rows count as records; schemas and marks do not. */
  void record(ChangeRecord record) {
    if (record.isRow()) {
      recordsIn.inc();
    }
    bytesIn.inc(length(record.key()) + length(record.before()) + length(record.after()));
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  void failedRecord() {
    errors.inc();
  }

  void reconnected() {
    reconnects.inc();
  }

  void resolved(long hlc) {
    resolvedTimestamp = hlc;
  }
}
