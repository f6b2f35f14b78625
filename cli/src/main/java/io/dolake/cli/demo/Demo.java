package io.dolake.cli.demo;

import io.dolake.cli.lake.Lake;
import io.dolake.cli.lake.LakeQuery;
import io.dolake.cli.verify.TableComparison;
import io.dolake.cli.verify.TableDifference;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The demo's course: the desk works while cuts are verified, then stands still until the lake has
 * all of it, then every table is compared row by row.
 */
final class Demo {
  private static final long CATCH_UP_SECONDS = 180;
  private static final long PROGRESS_SECONDS = 2;

  private final String jdbcUrl;
  private final String catalogUri;
  private final String namespace;
  private final DemoOptions options;
  private final PrintStream out;

  Demo(String jdbcUrl, String catalogUri, String namespace, DemoOptions options, PrintStream out) {
    this.jdbcUrl = jdbcUrl;
    this.catalogUri = catalogUri;
    this.namespace = namespace;
    this.options = options;
    this.out = out;
  }

  DemoReport run() throws SQLException, InterruptedException {
    try (Lake lake = new Lake(catalogUri, namespace);
        CutVerifier verifier = new CutVerifier(lake);
        FreshnessProbe probe = new FreshnessProbe(lake)) {
      OrderDesk desk =
          new OrderDesk(jdbcUrl, options.seed(), options.pauseMillis(), probe::acknowledged);
      double seconds;
      try (desk) {
        out.printf("filling the order desk's tables (TPC-H scale %s) ...%n", options.scale());
        desk.open(options.scale(), options.clerks());
        verifier.start();
        probe.start();
        seconds = work(desk, verifier, probe);
      }
      out.println("the desk is closed; waiting for the lake to catch up ...");
      List<TableDifference> tables = compareOnceCaughtUp(lake, verifier);
      DeskCounters counters = desk.counters();
      return new DemoReport(
          seconds,
          counters.committed.sum(),
          counters.rowChanges.sum(),
          counters.conflicts.sum(),
          counters.reconnects.sum(),
          verifier.verified(),
          verifier.violations(),
          probe.percentile(0.5),
          probe.percentile(0.99),
          tables);
    }
  }

  private double work(OrderDesk desk, CutVerifier verifier, FreshnessProbe probe)
      throws InterruptedException {
    long startNanos = System.nanoTime();
    long endNanos = startNanos + TimeUnit.SECONDS.toNanos(options.seconds());
    long committedBefore = 0;
    while (System.nanoTime() < endNanos && !desk.failed()) {
      TimeUnit.SECONDS.sleep(Math.min(PROGRESS_SECONDS, options.seconds()));
      long committed = desk.counters().committed.sum();
      out.printf(
          "%4d s  %,7d commits (%,6d/s)  %,9d changes  lake %4.1f s behind  %3d cuts verified  %d violations%n",
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos),
          committed,
          (committed - committedBefore) / PROGRESS_SECONDS,
          desk.counters().rowChanges.sum(),
          probe.lagMillis() / 1000.0,
          verifier.verified(),
          verifier.violations().size());
      committedBefore = committed;
    }
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** The database stands still now, so that a cut from after this moment is its present state. */
  private List<TableDifference> compareOnceCaughtUp(Lake lake, CutVerifier verifier)
      throws SQLException, InterruptedException {
    long closedMillis = System.currentTimeMillis();
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS);
    try (Connection database = DriverManager.getConnection(jdbcUrl)) {
      database.setAutoCommit(false);
      List<TableDifference> last = List.of();
      while (System.nanoTime() < deadlineNanos) {
        last = compareAll(database, lake);
        boolean equal =
            last.stream().allMatch(table -> table.differences() == 0) && !last.isEmpty();
        boolean current = lake.newestResolved().epochMillis() > closedMillis;
        if ((equal || current) && verifier.verified() > 0) {
          return last;
        }
        TimeUnit.MILLISECONDS.sleep(500);
      }
      if (last.isEmpty()) {
        throw new DoLakeException(
            ErrorCode.LAKE_COMMIT_FAILED,
            "the lake has no complete cut " + CATCH_UP_SECONDS + " s after the last commit",
            "dolake status shows what holds it up");
      }
      return last;
    }
  }

  private static List<TableDifference> compareAll(Connection database, Lake lake)
      throws SQLException {
    List<TableDifference> differences = new ArrayList<>();
    try (LakeQuery query = LakeQuery.openNewest(lake)) {
      if (!query.cut().snapshots().keySet().containsAll(OrderDeskData.TABLES)) {
        return List.of();
      }
      TableComparison comparison = new TableComparison(database, query.connection(), "");
      for (String table : OrderDeskData.TABLES) {
        differences.add(
            comparison.compare(
                table, columns(database, table), table.equals("order_lines") ? 2 : 1));
      }
      database.rollback();
    }
    return differences;
  }

  private static List<String> columns(Connection database, String table) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet columns = database.getMetaData().getColumns(null, null, table, "%")) {
      while (columns.next()) {
        names.add(columns.getString("COLUMN_NAME"));
      }
    }
    return names;
  }
}
