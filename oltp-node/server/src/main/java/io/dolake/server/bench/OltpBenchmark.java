package io.dolake.server.bench;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.DoSqlNode;
import io.dolake.server.bench.Pgbench.Endpoint;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL's own pgbench, unmodified, against this server and against a PostgreSQL of the same
 * machine, alternating in one run so that both see the same noise. Both flush every commit to disk.
 */
public final class OltpBenchmark implements Check {
  private static final String PEER_POSTGRES = "postgres";
  private static final String VIA_SOCKET = "socket";

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
        "and this server. --rounds counts the repetitions; medians are compared. It takes about five",
        "minutes; with --workloads it can be run in pieces.",
        "  --peer postgres|none   what to compare with (default postgres)",
        "  --via socket|port      a Unix-domain socket, pgbench's default, or TCP (default socket)",
        "  --scale N              pgbench's scale factor (default 10)",
        "  --seconds N            length of one run (default 5)",
        "  --clients A,B,..       numbers of clients (default 1,8,16)",
        "  --threads N            pgbench's own threads, its -j (default 1, as pgbench has it)",
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
            context.option("scale", "10"),
            Integer.parseInt(context.option("seconds", "5")),
            Integer.parseInt(context.option("threads", "1")));
    boolean withPeer = context.option("peer", PEER_POSTGRES).equals(PEER_POSTGRES);
    boolean bySocket = isBySocket(context.option("via", VIA_SOCKET));
    Path directory = context.workDirectory();
    try (PostgresPeer peer = withPeer ? PostgresPeer.start(context.progress()) : null;
        DoSqlNode node = new DoSqlNode(config(directory)).start()) {
      Endpoint dolake =
          bySocket ? Endpoint.socketIn(directory, node.pgPort()) : Endpoint.onPort(node.pgPort());
      OltpRun run =
          new OltpRun(context, pgbench, peer == null ? null : peer.endpoint(bySocket), dolake);
      run.initialise();
      EngineCounters before = EngineCounters.of(node);
      for (int round = 1; round <= context.rounds(); round++) {
        for (Workload workload : workloads(context)) {
          if (round == 1) {
            run.warmUp(workload);
          }
          for (String clients : context.option("clients", "1,8,16").split(",")) {
            run.measure(round, workload, Integer.parseInt(clients.trim()));
          }
        }
      }
      return new OltpReport(context, run.cells(), withPeer)
          .result(EngineCounters.of(node).minus(before));
    }
  }

  private static boolean isBySocket(String via) {
    return switch (via) {
      case VIA_SOCKET -> true;
      case "port" -> false;
      default ->
          throw new DoLakeException(
              ErrorCode.CONFIGURATION_INVALID, "--via is socket or port, not " + via);
    };
  }

  private static NodeConfig config(Path directory) {
    return NodeConfig.embedded(directory.resolve("node"))
        .with(NodeOptions.PG_SOCKET_DIRECTORY, Optional.of(directory));
  }

  private static List<Workload> workloads(CheckContext context) {
    List<String> wanted =
        List.of(context.option("workloads", "tpc-b,select-only,select-simple").split(","));
    return Stream.of(Workload.values())
        .filter(workload -> wanted.contains(workload.label()))
        .toList();
  }
}
