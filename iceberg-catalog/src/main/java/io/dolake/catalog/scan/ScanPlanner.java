package io.dolake.catalog.scan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dolake.catalog.table.StoredTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.IncrementalAppendScan;
import org.apache.iceberg.Scan;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchPlanIdException;
import org.apache.iceberg.exceptions.NoSuchPlanTaskException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.requests.PlanTableScanRequest;

/**
 * Plans scans for clients that do not read manifests themselves. A plan is made at once and kept in
 * memory in parts, which the client fetches one by one; a server that forgot a plan, after a
 * restart or for lack of space, says so and the client plans again.
 */
public final class ScanPlanner {
  private static final int TASKS_PER_PART = 500;
  private static final long MAX_TASKS_KEPT = 200_000;
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(10);

  /**
   * A finished plan.
   *
   * @param table the table it is for, with the partition specs the tasks refer to
   * @param parts the tasks; at least one part, which may be empty
   */
  record ScanPlan(
      String planId, TableIdentifier identifier, Table table, List<List<FileScanTask>> parts) {
    /** Names of the parts after the first. */
    List<String> furtherTasks() {
      List<String> names = new ArrayList<>();
      for (int part = 1; part < parts.size(); part++) {
        names.add(planId + "/" + part);
      }
      return names;
    }
  }

  private final FileIO io;
  private final Cache<String, ScanPlan> plans =
      Caffeine.newBuilder()
          .maximumWeight(MAX_TASKS_KEPT)
          .weigher((String id, ScanPlan plan) -> 1 + plan.parts().size() * TASKS_PER_PART)
          .expireAfterAccess(IDLE_LIMIT)
          .build();

  public ScanPlanner(FileIO io) {
    this.io = io;
  }

  /**
   * @throws IllegalArgumentException if the request does not fit the table
   */
  ScanPlan plan(TableIdentifier identifier, StoredTable stored, PlanTableScanRequest request) {
    Table table =
        new BaseTable(new StaticTableOperations(stored.metadata(), io), identifier.toString());
    List<List<FileScanTask>> parts = new ArrayList<>();
    List<FileScanTask> part = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = scan(table, request).planFiles()) {
      for (FileScanTask task : tasks) {
        if (part.size() == TASKS_PER_PART) {
          parts.add(part);
          part = new ArrayList<>();
        }
        part.add(task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parts.add(part);
    ScanPlan plan = new ScanPlan(UUID.randomUUID().toString(), identifier, table, parts);
    plans.put(plan.planId(), plan);
    return plan;
  }

  /**
   * @throws NoSuchPlanIdException if there is no such plan of this table
   */
  ScanPlan fetch(TableIdentifier identifier, String planId) {
    ScanPlan plan = plans.getIfPresent(planId);
    if (plan == null || !plan.identifier().equals(identifier)) {
      throw new NoSuchPlanIdException("Plan does not exist: %s; plan the scan again", planId);
    }
    return plan;
  }

  /**
   * @throws NoSuchPlanTaskException if there is no such part of a plan of this table
   */
  List<FileScanTask> fetchPart(TableIdentifier identifier, String planTask) {
    int slash = planTask.indexOf('/');
    try {
      int part = Integer.parseInt(planTask.substring(slash + 1));
      return fetch(identifier, planTask.substring(0, Math.max(slash, 0))).parts().get(part);
    } catch (NoSuchPlanIdException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new NoSuchPlanTaskException(
          e, "Plan task does not exist: %s; plan the scan again", planTask);
    }
  }

  /** Forgets a plan. */
  void cancel(TableIdentifier identifier, String planId) {
    fetch(identifier, planId);
    plans.invalidate(planId);
  }

  private static Scan<?, FileScanTask, ?> scan(Table table, PlanTableScanRequest request) {
    if (request.startSnapshotId() != null) {
      IncrementalAppendScan scan =
          table
              .newIncrementalAppendScan()
              .fromSnapshotExclusive(request.startSnapshotId())
              .toSnapshot(request.endSnapshotId());
      return refine(scan, request);
    }
    TableScan scan = table.newScan();
    return refine(
        request.snapshotId() == null ? scan : scan.useSnapshot(request.snapshotId()), request);
  }

  private static <T extends Scan<T, FileScanTask, ?>> T refine(
      T scan, PlanTableScanRequest request) {
    T refined = scan.caseSensitive(request.caseSensitive());
    if (request.select() != null) {
      refined = refined.select(request.select());
    }
    if (request.filter() != null) {
      refined = refined.filter(request.filter());
    }
    if (request.statsFields() != null) {
      refined = refined.includeColumnStats(request.statsFields());
    }
    if (request.minRowsRequested() != null) {
      refined = refined.minRowsRequested(request.minRowsRequested());
    }
    return refined;
  }
}
