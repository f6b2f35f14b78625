package io.dolake.lake.writer;

import io.dolake.lake.file.DataFileInfo;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** Figures of a writer; names are part of docs/lake.md. */
final class WriterMetrics {
  static final String CHANGES_APPLIED = "lakeChangesApplied";
  static final String DUPLICATES_DROPPED = "lakeDuplicatesDropped";
  static final String FILES_WRITTEN = "lakeDataFilesWritten";
  static final String FILE_BYTES_WRITTEN = "lakeDataBytesWritten";
  static final String ROWS_WRITTEN = "lakeRowsWritten";
  static final String ROWS_MOVED = "lakeRowsMoved";
  static final String INDEX_ENTRIES_SWEPT = "lakeIndexEntriesSwept";
  static final String RESOLVED_TIMESTAMP = "lakeResolvedTimestamp";
  static final String PENDING_EVENTS = "lakePendingEvents";
  static final String LIVE_ROWS = "lakeLiveRows";
  static final String LIVE_FILES = "lakeLiveFiles";
  static final String COMPACTION_DEBT = "lakeCompactionDebt";
  static final String INDEX_BUFFER_BYTES = "lakeIndexBufferBytes";

  private final Counter changes;
  private final Counter duplicates;
  private final Counter files;
  private final Counter bytes;
  private final Counter rows;
  private final Counter moved;
  private final Counter swept;
  private volatile Holdings holdings = new Holdings(0, 0, 0, 0);

  /**
   * What a writer has at a checkpoint.
   *
   * @param rows that are alive, each with an entry in the index
   * @param files that they lie in
   * @param debt dead rows in those for each live one
   * @param indexBufferBytes memory in use for the index's latest changes
   */
  record Holdings(long rows, int files, double debt, long indexBufferBytes) {}

  WriterMetrics(MetricGroup group, LongSupplier watermark, IntSupplier pendingEvents) {
    changes = group.counter(CHANGES_APPLIED);
    duplicates = group.counter(DUPLICATES_DROPPED);
    files = group.counter(FILES_WRITTEN);
    bytes = group.counter(FILE_BYTES_WRITTEN);
    rows = group.counter(ROWS_WRITTEN);
    swept = group.counter(INDEX_ENTRIES_SWEPT);
    moved = group.counter(ROWS_MOVED);
    group.gauge(RESOLVED_TIMESTAMP, (Gauge<Long>) watermark::getAsLong);
    group.gauge(PENDING_EVENTS, (Gauge<Integer>) pendingEvents::getAsInt);
    group.gauge(LIVE_ROWS, (Gauge<Long>) () -> holdings.rows());
    group.gauge(LIVE_FILES, (Gauge<Integer>) () -> holdings.files());
    group.gauge(COMPACTION_DEBT, (Gauge<Double>) () -> holdings.debt());
    group.gauge(INDEX_BUFFER_BYTES, (Gauge<Long>) () -> holdings.indexBufferBytes());
  }

  void has(Holdings now) {
    holdings = now;
  }

  void changesApplied(long count) {
    changes.inc(count);
  }

  void duplicateDropped() {
    duplicates.inc();
  }

  void indexEntriesSwept(int count) {
    swept.inc(count);
  }

  void rowsMoved(int count) {
    moved.inc(count);
  }

  void fileWritten(DataFileInfo file) {
    files.inc();
    bytes.inc(file.sizeBytes());
    rows.inc(file.rowCount());
  }
}
