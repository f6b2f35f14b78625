package io.dolake.cli.check.lake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * A reader that polls all tables. It loads them one after the other, twice: when both rounds found
 * the same snapshots, all of these were current at the moment between the rounds. What it saw is
 * kept until the audit knows which snapshots make up that cut. Runs on a thread of its own.
 */
final class CutPoller implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;
  private static final int KEPT = 10_000;

  private final RESTCatalog catalog;
  private final ConcurrentSkipListMap<Long, Map<String, Long>> seen = new ConcurrentSkipListMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  CutPoller(String lane, RESTCatalog catalog) {
    this.catalog = catalog;
    this.thread = new Thread(this::run, lane + "-poller");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!stopped()) {
      try {
        look();
      } catch (RESTException e) {
        continue; // the catalog closes at the end of the run
      }
    }
  }

  private void look() {
    Map<String, Snapshot> first = currentSnapshots();
    if (first.isEmpty() || !ids(first).equals(ids(currentSnapshots()))) {
      return;
    }
    long cut =
        first.values().stream()
            .map(CutAudit::resolved)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    seen.putIfAbsent(cut, ids(first));
    while (seen.size() > KEPT) {
      seen.pollFirstEntry();
    }
  }

  /** Of tables that have one; empty while a table is missing. */
  private Map<String, Snapshot> currentSnapshots() {
    Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    for (String name : Ledger.TABLES) {
      if (!catalog.tableExists(CutAudit.identifier(name))) {
        return Map.of();
      }
      Table table = catalog.loadTable(CutAudit.identifier(name));
      if (table.currentSnapshot() != null && CutAudit.isStamped(table.currentSnapshot())) {
        snapshots.put(name, table.currentSnapshot());
      }
    }
    return snapshots;
  }

  private static Map<String, Long> ids(Map<String, Snapshot> snapshots) {
    Map<String, Long> ids = new LinkedHashMap<>();
    snapshots.forEach((name, snapshot) -> ids.put(name, snapshot.snapshotId()));
    return ids;
  }

  /** Takes what was seen at cuts up to one, as snapshot ids by table. */
  List<Map.Entry<Long, Map<String, Long>>> takeUpTo(long cut) {
    List<Map.Entry<Long, Map<String, Long>>> taken = new ArrayList<>();
    while (!seen.isEmpty() && seen.firstKey() <= cut) {
      taken.add(seen.pollFirstEntry());
    }
    return taken;
  }

  private boolean stopped() {
    try {
      return stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop.countDown();
    thread.join(TimeUnit.SECONDS.toMillis(10));
  }
}
