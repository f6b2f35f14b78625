package io.dolake.server.bench;

import io.dolake.common.check.CheckContext;
import io.dolake.server.bench.Pgbench.Endpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Runs workloads on both servers, one right after the other so that both see the same machine. */
final class OltpRun {
  private static final int WARM_UP_CLIENTS = 8;

  /** Java compiles TPC-B's statements on for half a minute. */
  private static final int WARM_UP_SECONDS = 30;

  private final CheckContext context;
  private final Pgbench pgbench;

  /** Null when there is nothing to compare with. */
  private final Endpoint peer;

  private final Endpoint dolake;
  private final Map<String, OltpCell> cells = new LinkedHashMap<>();

  OltpRun(CheckContext context, Pgbench pgbench, Endpoint peer, Endpoint dolake) {
    this.context = context;
    this.pgbench = pgbench;
    this.peer = peer;
    this.dolake = dolake;
  }

  /** Fills the tables. */
  void initialise() throws IOException, InterruptedException {
    if (peer != null) {
      context.progress().printf("initialise peer: %.1f s%n", pgbench.initialise(peer));
    }
    context.progress().printf("initialise dolake: %.1f s%n", pgbench.initialise(dolake));
  }

  /** Lets the JVM compile what will run. */
  void warmUp(Workload workload) throws IOException, InterruptedException {
    pgbench.run(dolake, WARM_UP_CLIENTS, WARM_UP_SECONDS, workload.flags());
  }

  void measure(int round, Workload workload, int clients) throws IOException, InterruptedException {
    OltpCell cell = cells.computeIfAbsent(workload.label() + "/" + clients, key -> new OltpCell());
    double peers = 0;
    if (peer != null) {
      peers = pgbench.run(peer, clients, pgbench.seconds(), workload.flags());
      cell.peers().add(peers);
    }
    double ours = pgbench.run(dolake, clients, pgbench.seconds(), workload.flags());
    cell.ours().add(ours);
    context
        .progress()
        .printf(
            Locale.ROOT,
            "round %d  %-13s %2d clients  peer %8.0f tps  dolake %8.0f tps  load %.1f%n",
            round,
            workload.label(),
            clients,
            peers,
            ours,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** By workload and number of clients, in the order of their first run. */
  Map<String, OltpCell> cells() {
    return cells;
  }
}
