package io.dolake.cli.check.lake;

import io.dolake.cli.PollingThread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.RESTCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader that polls all tables. It loads them one after the other, twice: when both rounds found
 * the same snapshots, all of these were current at the moment between the rounds. What it saw is
 * kept until the audit knows which snapshots make up that cut. Runs on a thread of its own.
 */
final class CutPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CutPoller.class);
  private static final long PAUSE_MILLIS = 20;
  private static final int KEPT = 10_000;

  private final RESTCatalog catalog;
  private final ConcurrentSkipListMap<Long, Map<String, Long>> seen = new ConcurrentSkipListMap<>();
  private final PollingThread thread;

  CutPoller(String lane, RESTCatalog catalog) {
    this.catalog = catalog;
    this.thread = new PollingThread(lane + "-poller", PAUSE_MILLIS, this::look);
    thread.start();
  }

  private boolean look() {
    try {
      note();
    } catch (RESTException | NoSuchTableException e) {
      // At the end of the run, or while a table is taken away.
      LOG.debug("the catalog does not answer: {}", e.getMessage());
    }
    return true;
  }

  private void note() {
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
      Snapshot snapshot = CutAudit.currentOwn(table);
      if (snapshot != null) {
        snapshots.put(name, snapshot);
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

  @Override
  public void close() {
    thread.close();
  }
}
