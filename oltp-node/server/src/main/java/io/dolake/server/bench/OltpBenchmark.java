package io.dolake.server.bench;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * PostgreSQL's own pgbench, unmodified, against this server and against a PostgreSQL of the same
 * machine, alternating in one run so that both see the same noise. Both flush every commit to disk.
 */
public final class OltpBenchmark implements Check {
  private static final String PEER_POSTGRES = "postgres";

  /** Goals on the ratio of our rate to the peer's. */
  private static final Map<String, Double> GOALS =
      Map.of("select-only/8", 1.0, "tpc-b/1", 1.5, "tpc-b/8", 2.0, "tpc-b/16", 2.0);

  private enum Workload {
    TPC_B("tpc-b", "-M", "prepared"),
    SELECT_ONLY("select-only", "-M", "prepared", "-S"),
    SELECT_SIMPLE("select-simple", "-M", "simple", "-S");

    private final String label;
    private final List<String> flags;

    Workload(String label, String... flags) {
      this.label = label;
      this.flags = List.of(flags);
    }
  }

  /** Rates of one workload with one number of clients. */
  private static final class Cell {
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> peers = new ArrayList<>();

    private static double median(List<Double> values) {
      return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }

    private double ratio() {
      return peers.isEmpty() ? 0 : median(ours) / median(peers);
    }
  }

  @Override
  public String name() {
    return "oltp";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "pgbench against this server and PostgreSQL, alternating";
  }

  @Override
  public String help() {
    return String.join(
        "\n",
        "Runs pgbench -i, then TPC-B (-M prepared), -S (-M prepared) and -S (-M simple) at each",
        "number of clients, alternating between a private PostgreSQL cluster with default settings",
        "and this server. --rounds counts the repetitions; medians are compared.",
        "  --peer postgres|none   what to compare with (default postgres)",
        "  --scale N              pgbench's scale factor (default 10)",
        "  --seconds N            length of one run (default 10)",
        "  --clients A,B,..       numbers of clients (default 1,8,16)",
        "  --workloads a,b,..     of tpc-b, select-only, select-simple (default all)");
  }

  @Override
  public int defaultRounds() {
    return 2;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    Pgbench pgbench =
        new Pgbench(
            context.option("scale", "10"), Integer.parseInt(context.option("seconds", "10")));
    boolean withPeer = context.option("peer", PEER_POSTGRES).equals(PEER_POSTGRES);
    try (PostgresPeer peer = withPeer ? PostgresPeer.start(context.progress()) : null;
        DoSqlNode node =
            new DoSqlNode(NodeConfig.embedded(context.workDirectory().resolve("node"))).start()) {
      Map<String, Cell> cells = new LinkedHashMap<>();
      initialise(context, pgbench, peer, node);
      for (int round = 1; round <= context.rounds(); round++) {
        runRound(context, round, pgbench, peer, node, cells);
      }
      return report(context, cells, withPeer);
    }
  }

  private static void initialise(
      CheckContext context, Pgbench pgbench, PostgresPeer peer, DoSqlNode node)
      throws IOException, InterruptedException {
    if (peer != null) {
      context.progress().printf("initialise peer: %.1f s%n", pgbench.initialise(peer.port()));
    }
    context.progress().printf("initialise dolake: %.1f s%n", pgbench.initialise(node.pgPort()));
    for (Workload workload : Workload.values()) {
      pgbench.run(node.pgPort(), 4, 3, workload.flags); // lets the JVM compile what will run
    }
  }

  private static void runRound(
      CheckContext context,
      int round,
      Pgbench pgbench,
      PostgresPeer peer,
      DoSqlNode node,
      Map<String, Cell> cells)
      throws IOException, InterruptedException {
    List<String> wanted =
        List.of(context.option("workloads", "tpc-b,select-only,select-simple").split(","));
    for (Workload workload : Workload.values()) {
      if (!wanted.contains(workload.label)) {
        continue;
      }
      for (String count : context.option("clients", "1,8,16").split(",")) {
        int clients = Integer.parseInt(count.trim());
        Cell cell = cells.computeIfAbsent(workload.label + "/" + clients, key -> new Cell());
        double peers = 0;
        if (peer != null) {
          peers = pgbench.run(peer.port(), clients, pgbench.seconds(), workload.flags);
          cell.peers.add(peers);
        }
        double ours = pgbench.run(node.pgPort(), clients, pgbench.seconds(), workload.flags);
        cell.ours.add(ours);
        context
            .progress()
            .printf(
                Locale.ROOT,
                "round %d  %-13s %2d clients  peer %8.0f tps  dolake %8.0f tps  load %.1f%n",
                round,
                workload.label,
                clients,
                peers,
                ours,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      }
    }
  }

  private static CheckResult report(
      CheckContext context, Map<String, Cell> cells, boolean withPeer) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> ratios = new ArrayList<>();
    boolean passed = true;
    for (Map.Entry<String, Cell> entry : cells.entrySet()) {
      Cell cell = entry.getValue();
      double goal = GOALS.getOrDefault(entry.getKey(), 0.0);
      boolean reached = !withPeer || cell.ratio() >= goal;
      passed &= reached;
      values.put(
          entry.getKey(),
          Map.of(
              "dolake_tps",
              cell.ours,
              "peer_tps",
              cell.peers,
              "ratio",
              cell.ratio(),
              "goal",
              goal,
              "reached",
              reached));
      context
          .progress()
          .printf(
              Locale.ROOT,
              "%-18s peer %8.0f  dolake %8.0f  ratio %.2f%s%n",
              entry.getKey(),
              Cell.median(cell.peers),
              Cell.median(cell.ours),
              cell.ratio(),
              goal == 0
                  ? ""
                  : String.format(
                      Locale.ROOT, "  goal %.1f %s", goal, reached ? "reached" : "missed"));
      ratios.add(String.format(Locale.ROOT, "%s %.2fx", entry.getKey(), cell.ratio()));
    }
    String figure =
        withPeer ? "ratios to PostgreSQL: " + String.join(", ", ratios) : "ran without a peer";
    return new CheckResult(passed, figure, values);
  }
}
