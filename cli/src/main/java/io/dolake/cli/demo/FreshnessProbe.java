package io.dolake.cli.demo;

import io.dolake.cli.PollingThread;
import io.dolake.cli.lake.Lake;
import io.dolake.cli.lake.LakeTableName;
import io.dolake.common.error.DoLakeException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.iceberg.exceptions.RESTException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how long after its acknowledgement a commit can be read in the lake. Clerks report some
 * of their commits; a thread named {@code freshness-probe} polls the catalog and notes when the
 * newest cut has passed each, by a table that nearly every cut changes. Slightly pessimistic:
 * polling adds up to its period.
 */
final class FreshnessProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FreshnessProbe.class);
  private static final long POLL_MILLIS = 50;
  private static final int PENDING_COMMITS = 10_000;
  private static final int KEPT_SAMPLES = 1_000_000;

  private final Lake lake;
  private final LakeTableName table;
  private final BlockingQueue<Long> pending = new ArrayBlockingQueue<>(PENDING_COMMITS);
  private final PollingThread thread =
      new PollingThread("freshness-probe", POLL_MILLIS, this::look);
  private final int[] delaysMillis = new int[KEPT_SAMPLES];
  private int count;
  private volatile long newestMillis;

  FreshnessProbe(Lake lake, LakeTableName table) {
    this.lake = lake;
    this.table = table;
  }

  void start() {
    thread.start();
  }

  /** A commit was acknowledged just now. Dropped when too many are waiting already. */
  void acknowledged() {
    boolean kept = pending.offer(System.currentTimeMillis());
    if (!kept) {
      pending.poll();
    }
  }

  /** How far the newest readable cut is behind the clock; -1 before the first. */
  long lagMillis() {
    return newestMillis == 0 ? -1 : System.currentTimeMillis() - newestMillis;
  }

  /**
   * Delay in milliseconds that the given share of the commits did not exceed; -1 without samples.
   */
  synchronized int percentile(double share) {
    if (count == 0) {
      return -1;
    }
    int[] sorted = Arrays.copyOf(delaysMillis, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1L, Math.round(share * (count - 1)))];
  }

  private boolean look() {
    try {
      newestMillis = lake.newestStamp(table).resolved().epochMillis();
      note(System.currentTimeMillis());
    } catch (DoLakeException | RESTException e) {
      // Down for the moment: the delay of what waits grows, which is what is to be measured.
      LOG.debug("lake cannot be read for the moment: {}", e.getMessage());
    }
    return true;
  }

  private synchronized void note(long nowMillis) {
    Long acknowledged;
    while ((acknowledged = pending.peek()) != null && acknowledged <= newestMillis) {
      pending.poll();
      if (count < KEPT_SAMPLES) {
        delaysMillis[count++] = (int) (nowMillis - acknowledged);
      }
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
