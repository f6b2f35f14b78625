package io.dolake.cli.bench.lake;

import org.apache.flink.streaming.api.functions.source.legacy.RichSourceFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.types.RowKind;

/**
 * The changes of a {@link BenchWorkload}, without its load, as rows of Flink's tables; then ends.
 */
@SuppressWarnings("deprecation") // the same kind of source as the one it is compared with
final class PeerSource extends RichSourceFunction<RowData> {
  private static final long serialVersionUID = 1L;
  private static final int ROWS_PER_TRANSACTION = 10;

  private final String name;
  private final long seed;
  private final int keys;
  private final long warmUp;
  private final long changes;
  private volatile boolean running = true;

  /**
   * @param name of the {@link BenchGate}
   * @param warmUp changes that are sent first and do not count
   */
  PeerSource(String name, long seed, int keys, long warmUp, long changes) {
    this.name = name;
    this.seed = seed;
    this.keys = keys;
    this.warmUp = warmUp;
    this.changes = changes;
  }

  @Override
  public void run(SourceContext<RowData> out) throws Exception {
    BenchGate gate = BenchGate.of(name);
    BenchWorkload workload = new BenchWorkload(seed, keys);
    while (workload.nextOfLoad()) {
      continue; // the table holds these rows already; the choices behind them must be the same
    }
    while (running && !gate.awaitOpen()) {
      continue; // the job is being deployed
    }
    long sent = -warmUp;
    while (running && sent < changes && !gate.isOver()) {
      if (sent == 0) {
        gate.warm();
      }
      synchronized (out.getCheckpointLock()) {
        for (int i = 0; i < ROWS_PER_TRANSACTION; i++) {
          workload.nextChange();
          out.collect(row(workload));
        }
        sent += ROWS_PER_TRANSACTION;
      }
    }
    gate.exhausted(sent, 0, workload.liveCount());
  }

  private static RowData row(BenchWorkload workload) {
    long key = workload.key();
    return GenericRowData.ofKind(
        kindOf(workload.kind()),
        key,
        workload.amount(),
        workload.price(),
        StringData.fromString(BenchWorkload.nameOf(key)));
  }

  private static RowKind kindOf(BenchWorkload.Kind kind) {
    return switch (kind) {
      case LOAD, INSERT -> RowKind.INSERT;
      case UPDATE -> RowKind.UPDATE_AFTER;
      case DELETE -> RowKind.DELETE;
    };
  }

  @Override
  public void cancel() {
    running = false;
  }
}
