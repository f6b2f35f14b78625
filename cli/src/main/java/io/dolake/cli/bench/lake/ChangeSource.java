package io.dolake.cli.bench.lake;

import io.dolake.cdc.ChangeKind;
import io.dolake.cdc.ChangeRecord;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowCodec;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.functions.source.legacy.RichSourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Sends a {@link BenchWorkload} as the feed does: the table, its rows, a watermark; then
 * transactions, each with its timestamp. Cannot be restored: a benchmark whose job fails is void.
 */
@SuppressWarnings("deprecation") // the smallest kind of source that says its own watermarks
final class ChangeSource extends RichSourceFunction<ChangeRecord> {
  private static final long serialVersionUID = 1L;
  private static final int ROWS_PER_TRANSACTION = 10;
  private static final int TRANSACTIONS_PER_WATERMARK = 20;

  private final String name;
  private final long seed;
  private final int keys;
  private final long warmUp;
  private final long changes;
  private final long rate;
  private transient KeyCodec keyCodec;
  private transient RowCodec rowCodec;
  private volatile boolean running = true;

  /**
   * @param name of the {@link BenchGate}
   * @param warmUp changes that are sent first and do not count
   * @param rate changes per second that are not exceeded; 0 for as many as are taken
   */
  ChangeSource(String name, long seed, int keys, long warmUp, long changes, long rate) {
    this.name = name;
    this.seed = seed;
    this.keys = keys;
    this.warmUp = warmUp;
    this.changes = changes;
    this.rate = rate;
  }

  @Override
  public void run(SourceContext<ChangeRecord> out) throws Exception {
    keyCodec = KeyCodec.forTable(BenchTable.DEFINITION);
    rowCodec = RowCodec.of(BenchTable.DEFINITION);
    BenchGate gate = BenchGate.of(name);
    BenchWorkload workload = new BenchWorkload(seed, keys);
    long timestamp = HlcTimestamp.of(System.currentTimeMillis(), 0).value();
    load(workload, timestamp, out);
    while (running && !gate.awaitOpen()) {
      continue; // the load is on its way into the lake
    }
    long sent = -warmUp;
    long startNanos = System.nanoTime();
    for (long lsn = 2; running && sent < changes && !gate.isOver(); lsn++) {
      timestamp++;
      if (sent == 0) {
        gate.warm();
      }
      synchronized (out.getCheckpointLock()) {
        for (int index = 0; index < ROWS_PER_TRANSACTION; index++) {
          workload.nextChange();
          out.collectWithTimestamp(record(workload, lsn, index, timestamp), timestamp);
        }
        sent += ROWS_PER_TRANSACTION;
        if (lsn % TRANSACTIONS_PER_WATERMARK == 0) {
          out.emitWatermark(new Watermark(timestamp));
        }
      }
      while (running && rate > 0 && (sent + warmUp) > rate * seconds(startNanos)) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    synchronized (out.getCheckpointLock()) {
      out.emitWatermark(new Watermark(timestamp));
    }
    gate.exhausted(sent, timestamp, workload.liveCount());
    while (running && !gate.awaitClosed()) {
      continue; // a source that ends would end the job
    }
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private void load(BenchWorkload workload, long timestamp, SourceContext<ChangeRecord> out) {
    synchronized (out.getCheckpointLock()) {
      out.collect(
          ChangeRecord.schema(
              0,
              1,
              BenchTable.DEFINITION.id().value(),
              CatalogCodec.encodeTable(BenchTable.DEFINITION)));
    }
    while (running && workload.nextOfLoad()) {
      synchronized (out.getCheckpointLock()) {
        out.collectWithTimestamp(record(workload, 1, ChangeRecord.NO_INDEX, timestamp), timestamp);
      }
    }
    synchronized (out.getCheckpointLock()) {
      out.emitWatermark(new Watermark(timestamp));
    }
  }

  private ChangeRecord record(BenchWorkload workload, long lsn, int index, long timestamp) {
    long key = workload.key();
    byte[] image =
        workload.kind() == BenchWorkload.Kind.DELETE
            ? null
            : rowCodec.encode(
                new Object[] {key, workload.amount(), workload.price(), BenchWorkload.nameOf(key)});
    return new ChangeRecord(
        kindOf(workload.kind()),
        0,
        lsn,
        index,
        timestamp,
        lsn,
        BenchTable.DEFINITION.id().value(),
        keyCodec.encodeToBytes(key),
        null,
        image,
        null);
  }

  private static ChangeKind kindOf(BenchWorkload.Kind kind) {
    return switch (kind) {
      case LOAD -> ChangeKind.SNAPSHOT_ROW;
      case INSERT -> ChangeKind.INSERT;
      case UPDATE -> ChangeKind.UPDATE;
      case DELETE -> ChangeKind.DELETE;
    };
  }

  @Override
  public void cancel() {
    running = false;
  }
}
