package io.dolake.cli.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dolake.cli.ExitCode;
import io.dolake.cli.lake.Lake;
import io.dolake.cli.lake.LakeTableStatus;
import io.dolake.common.error.DoLakeException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dolake status}: how the parts are, and how far the lake is behind. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows node, slots, lake job and tables, and how far the lake is behind.",
    footer = {"", "Exit code 0 when everything answers, 3 when a part does not."})
public final class StatusCommand implements Callable<Integer> {
  @Option(
      names = "--feed",
      defaultValue = "127.0.0.1:15433",
      description = "Change feed of the node (default: ${DEFAULT-VALUE}).")
  private String feed;

  @Option(
      names = "--catalog",
      defaultValue = "http://127.0.0.1:15435/",
      description = "Iceberg REST catalog (default: ${DEFAULT-VALUE}).")
  private URI catalog;

  @Option(
      names = "--flink",
      defaultValue = "http://127.0.0.1:15436/",
      description = "Flink's REST interface (default: ${DEFAULT-VALUE}).")
  private URI flink;

  @Option(
      names = "--namespace",
      defaultValue = "main",
      description = "The database's namespace in the catalog (default: ${DEFAULT-VALUE}).")
  private String namespace;

  @Option(names = "--watch", description = "Shows it again every two seconds, until Ctrl-C.")
  private boolean watch;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    while (true) {
      int code = show();
      if (!watch) {
        return code;
      }
      TimeUnit.SECONDS.sleep(2);
      System.out.print("\033[H\033[2J");
    }
  }

  private int show() throws IOException {
    NodeStatus node = NodeStatus.ask(feed);
    JobStatus job = JobStatus.ask(flink);
    List<LakeTableStatus> tables = List.of();
    String lakeError = null;
    try (Lake lake = new Lake(catalog.toString(), namespace)) {
      tables = lake.tableStatus();
    } catch (DoLakeException e) {
      lakeError = e.getMessage();
    }
    if (json) {
      printJson(node, job, tables, lakeError);
    } else {
      print(System.out, node, job, tables, lakeError);
    }
    boolean well = node.error() == null && job.error() == null && lakeError == null;
    return well ? ExitCode.OK : ExitCode.ENVIRONMENT;
  }

  private static void printJson(
      NodeStatus node, JobStatus job, List<LakeTableStatus> tables, String lakeError)
      throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("node", node);
    all.put("job", job);
    all.put("tables", tables);
    all.put("lakeError", lakeError);
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    System.out.println(mapper.writeValueAsString(all));
  }

  private static void print(
      PrintStream out,
      NodeStatus node,
      JobStatus job,
      List<LakeTableStatus> tables,
      String lakeError) {
    long nowMillis = System.currentTimeMillis();
    out.println(node.error() == null ? "node     up" : "node     DOWN  " + node.error());
    for (NodeStatus.Shard shard : node.shards()) {
      out.printf(
          "  shard %d   LSN %,d, log kept from %,d%n",
          shard.id(), shard.lastLsn(), shard.firstRetainedLsn());
      for (NodeStatus.Slot slot : shard.slots()) {
        out.printf(
            "    slot %-24s confirmed %,d, %,d behind%s%s%n",
            slot.name(),
            slot.confirmedLsn(),
            slot.lag(),
            slot.lost() ? ", LOST" : "",
            slot.reader().isEmpty() ? ", nobody reads" : "");
      }
    }
    out.println(job.error() == null ? "flink    up" : "flink    DOWN  " + job.error());
    for (JobStatus.Job each : job.jobs()) {
      out.printf(
          "  %-10s %s, %,d checkpoints (%,d failed), last %,d ms, state %,.1f MiB%n",
          each.name(),
          each.state(),
          each.completedCheckpoints(),
          each.failedCheckpoints(),
          each.lastCheckpointMillis(),
          each.stateBytes() / 1048576.0);
    }
    out.println(lakeError == null ? "catalog  up" : "catalog  DOWN  " + lakeError);
    if (!tables.isEmpty()) {
      long newest = tables.stream().mapToLong(LakeTableStatus::resolvedMillis).max().orElse(0);
      long lsn = tables.stream().mapToLong(LakeTableStatus::lsn).max().orElse(0);
      out.printf("  last cut  LSN %,d, %.1f s old%n%n", lsn, (nowMillis - newest) / 1000.0);
      out.printf(
          "  %-24s %12s %8s %8s %10s %10s %10s%n",
          "table", "rows", "files", "small", "deleted", "snapshots", "changed");
      for (LakeTableStatus table : tables) {
        out.printf(
            "  %-24s %,12d %,8d %,8d %,10d %,10d %9.1fs%n",
            table.name(),
            table.rows(),
            table.files(),
            table.smallFiles(),
            table.deletedRows(),
            table.snapshots(),
            table.resolvedMillis() == 0 ? 0 : (nowMillis - table.resolvedMillis()) / 1000.0);
      }
    }
    out.flush();
  }
}
