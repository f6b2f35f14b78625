package io.dolake.cli.status;

import io.dolake.cli.lake.LakeTableStatus;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** {@link SystemStatus} for people. */
final class StatusPrinter {
  private static final String COLUMNS = "  %-24s %12s %8s %8s %10s %10s %12s%n";
  private static final double BYTES_PER_MIB = 1 << 20;

  private final PrintStream out;

  StatusPrinter(PrintStream out) {
    this.out = out;
  }

  void print(SystemStatus status) {
    printNode(status.node());
    printJob(status.job());
    printPart("catalog", status.lakeError());
    printTables(status);
    out.flush();
  }

  private void printPart(String part, String error) {
    out.println(
        Ansi.AUTO.string(
            "@|bold %-8s|@ %s"
                .formatted(part, error == null ? "@|green up|@" : "@|bold,red DOWN|@  " + error)));
  }

  private void printNode(NodeStatus node) {
    printPart("node", node.error());
    for (NodeStatus.Shard shard : node.shards()) {
      out.printf(
          Locale.ROOT,
          "  shard %d  LSN %,d, log kept from LSN %,d%n",
          shard.id(),
          shard.lastLsn(),
          shard.firstRetainedLsn());
      for (NodeStatus.Slot slot : shard.slots()) {
        out.printf(
            Locale.ROOT,
            "  slot %s  confirmed LSN %,d, %,d behind%s%s%n",
            slot.name(),
            slot.confirmedLsn(),
            slot.lag(),
            slot.lost() ? ", LOST: see docs/operations.md" : "",
            slot.reader().isEmpty() ? ", nobody reads" : "");
      }
    }
  }

  private void printJob(JobStatus job) {
    printPart("flink", job.error());
    for (JobStatus.Job each : job.jobs()) {
      out.printf(
          Locale.ROOT,
          "  job %s  %s, %,d checkpoints (%,d failed), the last took %,d ms, state %,.1f MiB%n",
          each.name(),
          each.state(),
          each.completedCheckpoints(),
          each.failedCheckpoints(),
          each.lastCheckpointMillis(),
          each.stateBytes() / BYTES_PER_MIB);
    }
  }

  private void printTables(SystemStatus status) {
    SystemStatus.Cut cut = status.lastCut();
    if (cut == null) {
      if (status.lakeError() == null) {
        out.println("  nothing is in the lake yet");
      }
      return;
    }
    out.printf(
        Locale.ROOT, "  last cut  LSN %,d, %.1f s old%n%n", cut.lsn(), cut.ageMillis() / 1000.0);
    out.printf(
        COLUMNS, "table", "rows", "files", "to merge", "deleted", "snapshots", "last change");
    for (LakeTableStatus table : status.tables()) {
      out.printf(
          COLUMNS,
          table.name(),
          number(table.rows()),
          number(table.files()),
          number(table.smallFiles()),
          number(table.deletedRows()),
          number(table.snapshots()),
          table.resolvedMillis() == 0 ? "never" : age(status.ageMillis(table)));
    }
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String age(long millis) {
    long seconds = millis / 1000;
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.1f s ago", millis / 1000.0);
    }
    return seconds < 7_200 ? seconds / 60 + " min ago" : seconds / 3_600 + " h ago";
  }
}
