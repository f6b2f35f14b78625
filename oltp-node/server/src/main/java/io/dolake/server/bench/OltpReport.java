package io.dolake.server.bench;

import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Holds what was measured against the goals. */
final class OltpReport {
  /** Goals on the ratio of our rate to the peer's. */
  private static final Map<String, Double> GOALS =
      Map.of("select-only/8", 1.0, "tpc-b/1", 1.5, "tpc-b/8", 2.0, "tpc-b/16", 2.0);

  private static final double HIT_PERCENT_GOAL = 99;

  private final CheckContext context;
  private final Map<String, OltpCell> cells;
  private final boolean withPeer;

  OltpReport(CheckContext context, Map<String, OltpCell> cells, boolean withPeer) {
    this.context = context;
    this.cells = cells;
    this.withPeer = withPeer;
  }

  /**
   * @param counters of the measured runs together
   */
  CheckResult result(EngineCounters counters) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> rates = new ArrayList<>();
    boolean passed = counters.hitPercent() > HIT_PERCENT_GOAL;
    for (Map.Entry<String, OltpCell> entry : cells.entrySet()) {
      OltpCell cell = entry.getValue();
      double goal = withPeer ? GOALS.getOrDefault(entry.getKey(), 0.0) : 0;
      boolean reached = cell.ratio() >= goal;
      passed &= reached;
      values.put(entry.getKey(), valuesOf(cell, goal, reached));
      printLine(entry.getKey(), cell, goal, reached);
      rates.add(
          withPeer
              ? String.format(Locale.ROOT, "%s %.2fx", entry.getKey(), cell.ratio())
              : String.format(Locale.ROOT, "%s %.0f tps", entry.getKey(), cell.median()));
    }
    values.put("cache_hit_percent", counters.hitPercent());
    values.put("commits_per_group", counters.commitsPerGroup());
    String figure =
        String.format(
            Locale.ROOT,
            "%s%s; statement cache hits %.3f %%, %.1f commits a group",
            withPeer ? "ratios to PostgreSQL: " : "without a peer: ",
            String.join(", ", rates),
            counters.hitPercent(),
            counters.commitsPerGroup());
    return new CheckResult(passed, figure, values);
  }

  private static Map<String, Object> valuesOf(OltpCell cell, double goal, boolean reached) {
    return Map.of(
        "dolake_tps",
        cell.ours(),
        "peer_tps",
        cell.peers(),
        "ratio",
        cell.ratio(),
        "goal",
        goal,
        "reached",
        reached);
  }

  private void printLine(String name, OltpCell cell, double goal, boolean reached) {
    String verdict =
        goal == 0
            ? ""
            : String.format(Locale.ROOT, "  goal %.1f %s", goal, reached ? "reached" : "missed");
    context
        .progress()
        .printf(
            Locale.ROOT,
            "%-18s peer %8.0f  dolake %8.0f  ratio %.2f%s%n",
            name,
            cell.peerMedian(),
            cell.median(),
            cell.ratio(),
            verdict);
  }
}
