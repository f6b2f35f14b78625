package io.dolake.server.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of the change feed; names are part of the product. */
final class FeedMetrics {
  static final String STREAMS = "dolake.feed.streams";
  static final String CHANGES_SENT = "dolake.feed.changes.sent";
  static final String BYTES_SENT = "dolake.feed.bytes.sent";
  static final String SNAPSHOT_ROWS_SENT = "dolake.feed.snapshot.rows.sent";

  private final AtomicInteger streams = new AtomicInteger();
  private final Counter changesSent;
  private final Counter bytesSent;
  private final Counter snapshotRowsSent;

  FeedMetrics(MeterRegistry registry) {
    Gauge.builder(STREAMS, streams, AtomicInteger::get)
        .description("Streams of changes that are open.")
        .register(registry);
    changesSent =
        Counter.builder(CHANGES_SENT)
            .description("Changes given to the transport, all streams together.")
            .register(registry);
    bytesSent =
        Counter.builder(BYTES_SENT)
            .description("Bytes of keys and images of those changes.")
            .baseUnit("bytes")
            .register(registry);
    snapshotRowsSent =
        Counter.builder(SNAPSHOT_ROWS_SENT)
            .description("Rows sent in snapshot pages.")
            .register(registry);
  }

  void streamOpened() {
    streams.incrementAndGet();
  }

  void streamClosed() {
    streams.decrementAndGet();
  }

  int streams() {
    return streams.get();
  }

  void sent(long changes, long bytes) {
    if (changes > 0) {
      changesSent.increment(changes);
      bytesSent.increment(bytes);
    }
  }

  void snapshotRows(long rows) {
    snapshotRowsSent.increment(rows);
  }
}
