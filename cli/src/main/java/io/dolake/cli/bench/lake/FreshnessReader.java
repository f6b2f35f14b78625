package io.dolake.cli.bench.lake;

import io.dolake.cli.PollingThread;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;

/** A reader that polls a table until it finds the commits it was told of. Has its own thread. */
final class FreshnessReader implements AutoCloseable {
  private static final long POLL_MILLIS = 20;
  private static final int MAX_WAITING = 1_000_000;

  private record Waiting(long timestamp, long acknowledgedNanos) {}

  private final RESTCatalog catalog;
  private final TableIdentifier table;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final PollingThread thread =
      new PollingThread("freshness-reader", POLL_MILLIS, this::look);
  private int[] delaysMicros = new int[1 << 16];
  private int count;

  FreshnessReader(RESTCatalog catalog, TableIdentifier table) {
    this.catalog = catalog;
    this.table = table;
    thread.start();
  }

  /** A commit was acknowledged. */
  void expect(long timestamp, long acknowledgedNanos) {
    waiting.add(new Waiting(timestamp, acknowledgedNanos));
  }

  private boolean look() {
    if (!waiting.isEmpty()) {
      noteFound();
    }
    return true;
  }

  private void noteFound() {
    Snapshot current = catalog.loadTable(table).currentSnapshot();
    long nowNanos = System.nanoTime();
    long resolved = Long.parseLong(current.summary().get("dolake.resolved-timestamp"));
    Waiting next = waiting.peek();
    while (next != null && next.timestamp() <= resolved) {
      add((int) TimeUnit.NANOSECONDS.toMicros(nowNanos - next.acknowledgedNanos()));
      waiting.poll();
      next = waiting.peek();
    }
  }

  private synchronized void add(int micros) {
    if (count == delaysMicros.length) {
      delaysMicros = Arrays.copyOf(delaysMicros, 2 * count);
    }
    delaysMicros[count++] = micros;
  }

  /** Commits that were told of and not found yet. */
  int waitingCount() {
    return waiting.size();
  }

  /** Commits found. */
  synchronized int seenCount() {
    return count;
  }

  /** Seconds that a share of the commits took at most, of those after the first {@code skipped}. */
  synchronized double percentileSeconds(double share, int skipped) {
    int[] sorted = Arrays.copyOfRange(delaysMicros, Math.min(skipped, count), count);
    Arrays.sort(sorted);
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.round(share * (sorted.length - 1))] / 1e6;
  }

  @Override
  public void close() {
    thread.close();
  }
}
