package io.dolake.cli.demo;

import io.dolake.cli.verify.TableDifference;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** What people see of the demo. Thread-safe: parts tell of themselves while the desk works. */
final class DemoScreen {
  private static final int MAX_VIOLATIONS = 10;
  private static final int HEADER_EVERY = 20;
  private static final String COLUMNS = "%6s  %10s  %8s  %12s  %9s  %11s  %13s  %10s";

  private final PrintStream out;
  private int lines;

  DemoScreen(PrintStream out) {
    this.out = out;
  }

  /** One line on its own. */
  synchronized void say(String line) {
    out.println(line);
  }

  /** What happens to a part, among the lines of progress. */
  synchronized void news(String line) {
    out.println(styled("@|yellow         " + line + "|@"));
  }

  synchronized void progress(DemoProgress now) {
    if (lines++ % HEADER_EVERY == 0) {
      out.println();
      out.println(
          styled(
              "@|bold "
                  + COLUMNS.formatted(
                      "time",
                      "commits",
                      "per s",
                      "row changes",
                      "feed lag",
                      "lake behind",
                      "cuts verified",
                      "violations")
                  + "|@"));
    }
    out.println(
        COLUMNS.formatted(
            Math.round(now.seconds()) + " s",
            number(now.commits()),
            number(Math.round(now.commitsPerSecond())),
            number(now.rowChanges()),
            now.feedLag() < 0 ? "-" : number(now.feedLag()),
            now.lakeBehindMillis() < 0 ? "-" : seconds(now.lakeBehindMillis()),
            number(now.cutsVerified()),
            number(now.violations())));
  }

  synchronized void report(DemoReport report) {
    out.println();
    printDifferences(report.tables());
    report.violations().stream()
        .limit(MAX_VIOLATIONS)
        .forEach(violation -> out.println(styled("  @|red violated:|@ ") + violation));
    row(
        "transactions",
        number(report.transactions()),
        "%s a second; %s orders placed, %s cancelled, %s moved on, %s restocks"
            .formatted(
                number(Math.round(report.transactions() / Math.max(report.seconds(), 0.001))),
                number(report.ordersPlaced()),
                number(report.ordersCancelled()),
                number(report.ordersAdvanced()),
                number(report.restocks())));
    row(
        "row changes",
        number(report.changes()),
        "%s conflicts tried again, %s reconnects"
            .formatted(number(report.conflictsRetried()), number(report.reconnects())));
    if (!report.kills().isEmpty()) {
      row("kill -9", number(report.kills().size()), String.join(", ", report.kills()));
    }
    row(
        "acknowledged",
        number(report.ordersPlaced()),
        number(report.lostOrders()) + " orders lost");
    row(
        "freshness",
        seconds(report.freshnessP50Millis()),
        "half of the commits were in the lake by then, 99 % after "
            + seconds(report.freshnessP99Millis()));
    row(
        "cuts verified",
        number(report.cutsVerified()),
        "%s violations of %d rules"
            .formatted(number(report.violations().size()), DeskInvariants.count()));
    row(
        "rows compared",
        number(report.rowsCompared()),
        "by DuckDB in %d tables, %s differences"
            .formatted(report.tables().size(), number(report.differences())));
    out.println();
    if (!report.caughtUp()) {
      out.println(
          "the lake did not catch up with the database's last commit; the log and"
              + " 'dolake status' show what holds it up");
    }
    out.println(
        styled(report.passed() ? "@|bold,green demo passed|@" : "@|bold,red demo FAILED|@"));
  }

  private void printDifferences(List<TableDifference> tables) {
    for (TableDifference table : tables) {
      if (table.differences() > 0) {
        out.printf(
            "  %s: %s of %s rows differ%n",
            table.table(), number(table.differences()), number(table.rows()));
        table.examples().forEach(example -> out.println("    " + example));
      }
    }
  }

  private void row(String name, String figure, String words) {
    out.printf("  %-14s %12s   %s%n", name, figure, words);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String styled(String markup) {
    return Ansi.AUTO.string(markup);
  }
}
