package io.dolake.cli.demo;

import io.dolake.cli.lake.Lake;
import io.dolake.cli.lake.LakeTableName;
import io.dolake.cli.status.NodeStatus;
import io.dolake.cli.up.RunningStack;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The demo's course: the desk works while cuts are verified, then stands still until the lake has
 * all of it, then every table is compared row by row.
 */
final class Demo {
  private static final double PROGRESS_SECONDS = 2;
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final RunningStack stack;
  private final String jdbcUrl;
  private final DemoOptions options;
  private final DemoScreen screen;
  private final List<String> kills = new ArrayList<>();

  Demo(RunningStack stack, String jdbcUrl, DemoOptions options, DemoScreen screen) {
    this.stack = stack;
    this.jdbcUrl = jdbcUrl;
    this.options = options;
    this.screen = screen;
  }

  /**
   * @throws DemoInterrupted when the process was told to stop; the desk is closed then
   * @throws SQLException an error of the database that no retry helps against
   */
  DemoReport run() throws SQLException {
    try (Lake lake = new Lake(stack.catalogUri().toString());
        CutVerifier verifier = new CutVerifier(lake);
        FreshnessProbe probe =
            new FreshnessProbe(lake, LakeTableName.inDefaultSchema(OrderDeskData.ORDERS))) {
      OrderDesk desk =
          new OrderDesk(jdbcUrl, options.seed(), options.pauseMillis(), probe::acknowledged);
      double seconds;
      try (desk) {
        screen.say("opening the order desk (TPC-H scale " + options.scale() + ") ...");
        desk.open(options.scale(), options.clerks());
        verifier.start();
        probe.start();
        seconds = work(desk, verifier, probe);
      }
      screen.say("the desk is closed; the lake catches up, then every row is compared ...");
      verifier.close();
      FinalComparison.Outcome outcome = new FinalComparison(stack, jdbcUrl, lake).run(verifier);
      return report(seconds, desk, verifier, probe, outcome);
    }
  }

  private double work(OrderDesk desk, CutVerifier verifier, FreshnessProbe probe) {
    long startNanos = System.nanoTime();
    double now = 0;
    long committed = 0;
    while (now < options.seconds() && !desk.failed()) {
      if (stack.awaitStop(millisUntilNextLook(now))) {
        throw new DemoInterrupted();
      }
      double before = now;
      long committedBefore = committed;
      now = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
      committed = desk.counters().committed.sum();
      screen.progress(
          new DemoProgress(
              now,
              committed,
              (committed - committedBefore) / (now - before),
              desk.counters().rowChanges.sum(),
              feedLag(),
              probe.lagMillis(),
              verifier.verified(),
              verifier.violations().size()));
      killWhatIsDue(now);
    }
    return now;
  }

  private long millisUntilNextLook(double now) {
    return Math.max(1, Math.round(1000 * Math.min(PROGRESS_SECONDS, options.seconds() - now)));
  }

  private void killWhatIsDue(double now) {
    int next = kills.size();
    if (next < options.kills().size() && now >= options.killSecond(next)) {
      String part = options.kills().get(next);
      kills.add("%s at %.0f s".formatted(part, now));
      screen.news("kill -9 " + part);
      stack.kill(part);
    }
  }

  /** Transactions the slowest consumer of the log has not confirmed, or -1 when nobody tells. */
  private long feedLag() {
    return NodeStatus.ask(stack.feedAddress()).shards().stream()
        .flatMap(shard -> shard.slots().stream())
        .mapToLong(NodeStatus.Slot::lag)
        .max()
        .orElse(-1);
  }

  private DemoReport report(
      double seconds,
      OrderDesk desk,
      CutVerifier verifier,
      FreshnessProbe probe,
      FinalComparison.Outcome outcome)
      throws SQLException {
    DeskCounters counters = desk.counters();
    return new DemoReport(
        seconds,
        options.seed(),
        counters.committed.sum(),
        counters.rowChanges.sum(),
        counters.count(DeskAction.PLACE_ORDER),
        counters.count(DeskAction.CANCEL_ORDER),
        counters.count(DeskAction.ADVANCE_ORDER),
        counters.count(DeskAction.RESTOCK),
        desk.lostOrders(),
        counters.conflicts.sum(),
        counters.reconnects.sum(),
        kills,
        verifier.verified(),
        verifier.violations(),
        probe.percentile(0.5),
        probe.percentile(0.99),
        outcome.caughtUp(),
        outcome.tables());
  }
}
