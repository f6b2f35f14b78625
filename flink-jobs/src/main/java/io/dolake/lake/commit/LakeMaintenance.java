package io.dolake.lake.commit;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables' history and folders small, beside the commits and on a thread of its own. It
 * removes snapshots that are not the newest and files that nothing refers to; neither can conflict
 * with a commit. A round that fails is logged and made up for by the next.
 */
final class LakeMaintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LakeMaintenance.class);
  private static final long STOP_SECONDS = 10;

  /** Rounds between two looks for orphans, which read every manifest. */
  private static final int ROUNDS_PER_ORPHAN_SCAN = 120;

  private final LakeCatalog catalog;
  private final MaintenanceSettings settings;
  private final Clock clock;
  private final CommitterMetrics metrics;
  private final ScheduledExecutorService thread;
  private final Map<Integer, TableIdentifier> tables = new ConcurrentHashMap<>();
  private final Set<Integer> changed = ConcurrentHashMap.newKeySet();
  private int round;

  LakeMaintenance(
      LakeCatalog catalog, MaintenanceSettings settings, Clock clock, CommitterMetrics metrics) {
    this.catalog = catalog;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread created = new Thread(task, "lake-maintenance");
              created.setDaemon(true);
              return created;
            });
  }

  void start() {
    long millis = settings.interval().toMillis();
    if (millis > 0) {
      thread.scheduleWithFixedDelay(this::runRound, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** Tables to look after from now on. */
  void setTables(Map<Integer, LakeTable> current) {
    current.forEach((id, table) -> tables.put(id, table.identifier()));
    tables.keySet().retainAll(current.keySet());
  }

  /** Takes the tables whose metadata changed since it was last asked. */
  List<Integer> takeChanged() {
    List<Integer> taken = new ArrayList<>(changed);
    changed.removeAll(taken);
    return taken;
  }

  private void runRound() {
    boolean scanForOrphans =
        !settings.orphanAge().isZero() && round++ % ROUNDS_PER_ORPHAN_SCAN == 0;
    tables.forEach(
        (tableId, identifier) -> {
          try {
            maintain(tableId, identifier, scanForOrphans);
          } catch (RuntimeException | IOException e) {
            metrics.maintenanceFailed();
            LOG.warn("maintenance of {} failed, the next round tries again", identifier, e);
          }
        });
  }

  private void maintain(int tableId, TableIdentifier identifier, boolean scanForOrphans)
      throws IOException {
    Table table = catalog.load(identifier).orElse(null);
    if (table == null) {
      return;
    }
    Set<Long> expired = settings.tiers().expired(dated(table), clock.millis());
    expired.addAll(leftBehind(table, clock.millis() - settings.tiers().hours().toMillis()));
    boolean goneColumns = TableSpecs.nameGoneColumns(table);
    if (goneColumns) {
      expired.addAll(before(table, clock.millis() - settings.tiers().all().toMillis()));
    }
    for (SnapshotRef ref : table.refs().values()) {
      expired.remove(ref.snapshotId());
    }
    if (!expired.isEmpty()) {
      ExpireSnapshots expire = table.expireSnapshots();
      expired.forEach(expire::expireSnapshotId);
      // Iceberg's own age limit would otherwise apply as well.
      expire.expireOlderThan(0).commit();
      changed.add(tableId);
      metrics.snapshotsExpired(expired.size());
    } else if (goneColumns) {
      // A step of its own: Iceberg counts what is expired by number as there still.
      table.expireSnapshots().expireOlderThan(0).cleanExpiredMetadata(true).commit();
      changed.add(tableId);
    }
    if (scanForOrphans && table.io() instanceof SupportsPrefixOperations listing) {
      table.refresh();
      OrphanFiles.delete(table, listing, clock.millis() - settings.orphanAge().toMillis());
    }
  }

  /** Snapshots of others that the table was moved back from before a time. */
  private static Set<Long> leftBehind(Table table, long beforeMillis) {
    Set<Long> left = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (!Stamp.isStamped(snapshot) && snapshot.timestampMillis() < beforeMillis) {
        left.add(snapshot.snapshotId());
      }
    }
    for (SnapshotRef ref : table.refs().values()) {
      left.removeAll(SnapshotUtil.ancestorIds(table.snapshot(ref.snapshotId()), table::snapshot));
    }
    return left;
  }

  /** All snapshots from before a time. */
  private static Set<Long> before(Table table, long millis) {
    Set<Long> before = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (snapshot.timestampMillis() < millis) {
        before.add(snapshot.snapshotId());
      }
    }
    return before;
  }

  private static List<SnapshotTiers.Dated> dated(Table table) {
    List<SnapshotTiers.Dated> dated = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      String resolved =
          snapshot.summary() == null ? null : snapshot.summary().get(Stamp.RESOLVED_TIMESTAMP);
      if (resolved != null) {
        dated.add(
            new SnapshotTiers.Dated(
                snapshot.snapshotId(), snapshot.sequenceNumber(), Long.parseLong(resolved)));
      }
    }
    return dated;
  }

  @Override
  public void close() throws InterruptedException {
    thread.shutdownNow();
    if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("maintenance did not stop in {} s", STOP_SECONDS);
    }
  }
}
