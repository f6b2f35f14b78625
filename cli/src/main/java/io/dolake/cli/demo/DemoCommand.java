package io.dolake.cli.demo;

import io.dolake.cli.DatabaseUrl;
import io.dolake.cli.ExitCode;
import io.dolake.cli.up.ConfigArguments;
import io.dolake.cli.up.EmbeddedStack;
import io.dolake.cli.up.ExternalStack;
import io.dolake.cli.up.RunningStack;
import io.dolake.cli.up.SeparateStack;
import io.dolake.cli.up.ServerProcess;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dolake demo}: live orders, a lake that follows them, and a comparison of both. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs live orders, verifies the lake meanwhile, compares every row at the end.",
      "An order desk works on the database with several clerks. Cut after cut of the lake is checked",
      "for rules that hold at transaction boundaries only. Exit code 1 if anything is not right."
    },
    footer = {
      "",
      "  dolake demo                                   everything in this process",
      "  dolake demo --seconds 120 --json report.json",
      "  dolake demo --kill node,job                   parts in processes of their own, two of",
      "                                                which are killed with -9 meanwhile",
      "  dolake demo --separate                        the same, and you kill what you like:",
      "                                                process ids are printed, parts come back",
      "  dolake demo --url postgresql://127.0.0.1:15432/main --catalog http://127.0.0.1:15435/",
      "                                                on parts that run already"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final List<String> PARTS = List.of("catalog", "node", "job");

  @Mixin private ConfigArguments arguments;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "How long the desk is open (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--scale",
      defaultValue = "0.01",
      description = "TPC-H scale of customers and parts (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--clerks",
      defaultValue = "4",
      description = "Connections that work at the same time (default: ${DEFAULT-VALUE}).")
  private int clerks;

  @Option(
      names = "--pause",
      paramLabel = "MILLIS",
      defaultValue = "5",
      description = "What a clerk waits between transactions (default: ${DEFAULT-VALUE}).")
  private long pauseMillis;

  @Option(names = "--seed", description = "Reproduces what the clerks decide.")
  private Long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report as JSON.")
  private Path json;

  @Option(
      names = "--separate",
      description = "Runs catalog, node and job in processes of their own, restarts what dies.")
  private boolean separate;

  @Option(
      names = "--kill",
      split = ",",
      paramLabel = "PART",
      description = "Kills these parts (node, job, catalog) one after the other; --separate.")
  private List<String> kills = List.of();

  @Option(names = "--url", description = "Database that runs already; needs --catalog.")
  private String url;

  @Option(names = "--catalog", description = "Catalog that runs already; needs --url.")
  private URI catalog;

  @Option(
      names = "--feed",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:15433",
      description = "Change feed of the database of --url (default: ${DEFAULT-VALUE}).")
  private String feed;

  @Override
  public Integer call() throws SQLException, IOException {
    requireSoundOptions();
    DemoOptions options =
        new DemoOptions(
            seconds,
            scale,
            clerks,
            pauseMillis,
            seed != null ? seed : ThreadLocalRandom.current().nextLong(1, 1_000_000_000L),
            kills);
    DemoScreen screen = new DemoScreen(System.out);
    try (RunningStack stack = openStack(screen)) {
      return run(stack, options, screen);
    }
  }

  /**
   * Says everything before the stack is closed, with which a process that was told to stop ends.
   */
  private int run(RunningStack stack, DemoOptions options, DemoScreen screen)
      throws SQLException, IOException {
    try {
      DemoReport report =
          new Demo(stack, DatabaseUrl.jdbc(stack.databaseUrl()), options, screen).run();
      screen.report(report);
      if (json != null) {
        report.write(json);
      }
      return report.passed() ? ExitCode.OK : ExitCode.FAILED;
    } catch (DemoInterrupted e) {
      screen.say("interrupted: the desk is closed; the next demo goes on with what is there");
      return ExitCode.INTERRUPTED;
    }
  }

  private void requireSoundOptions() {
    require(seconds >= 1, "--seconds is " + seconds, "open the desk for one second or more");
    require(scale > 0 && scale <= 100, "--scale is " + scale, "take one between 0.001 and 100");
    require(clerks >= 1 && clerks <= 1000, "--clerks is " + clerks, "1 to 1000 can work");
    require(pauseMillis >= 0, "--pause is " + pauseMillis, "give milliseconds, 0 for none");
    require((url == null) == (catalog == null), "only one of --url and --catalog", "give both");
    for (String part : kills) {
      require(
          PARTS.contains(part),
          "--kill names '" + part + "', which is no part",
          "parts are " + String.join(", ", PARTS));
    }
    require(
        url == null || (kills.isEmpty() && !separate),
        "--url is for parts that run already; they are not ours to kill",
        "leave --kill and --separate out, or --url and --catalog");
  }

  private static void require(boolean condition, String problem, String hint) {
    if (!condition) {
      throw new DoLakeException(ErrorCode.CONFIGURATION_INVALID, problem, hint);
    }
  }

  private RunningStack openStack(DemoScreen screen) {
    if (url != null) {
      return new ExternalStack(url, catalog, feed, ServerProcess.withoutData());
    }
    screen.say("starting database, catalog and lake job ...");
    if (separate || !kills.isEmpty()) {
      return SeparateStack.start(arguments.load(), System.out, screen::news);
    }
    return EmbeddedStack.start(arguments.load(), System.out);
  }
}
