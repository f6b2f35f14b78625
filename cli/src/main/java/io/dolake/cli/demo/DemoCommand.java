package io.dolake.cli.demo;

import io.dolake.cli.ExitCode;
import io.dolake.cli.up.ConfigArguments;
import io.dolake.cli.up.EmbeddedStack;
import io.dolake.cli.up.StackConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
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
      "Runs an order desk on the database, verifies every cut of the lake meanwhile, and compares",
      "lake and database row by row at the end. Exit code 1 if anything differs."
    },
    footer = {
      "",
      "  dolake demo                                     everything in this process",
      "  dolake demo --seconds 120 --json report.json",
      "  dolake demo --url postgresql://127.0.0.1:15432/main --catalog http://127.0.0.1:15435/",
      "                                                  on parts that run already"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final String NAMESPACE = "main";

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

  @Option(names = "--url", description = "Database that runs already; needs --catalog.")
  private String url;

  @Option(names = "--catalog", description = "Catalog that runs already; needs --url.")
  private URI catalog;

  @Override
  public Integer call() throws SQLException, InterruptedException, IOException {
    DemoOptions options =
        new DemoOptions(
            seconds,
            scale,
            clerks,
            pauseMillis,
            seed != null ? seed : ThreadLocalRandom.current().nextLong(1, 1_000_000_000L));
    DemoReport report =
        url != null && catalog != null
            ? run(url, catalog.toString(), options)
            : runEmbedded(arguments.load(), options);
    report.print(System.out);
    if (json != null) {
      report.write(json);
    }
    return report.passed() ? ExitCode.OK : ExitCode.FAILED;
  }

  private DemoReport runEmbedded(StackConfig config, DemoOptions options)
      throws SQLException, InterruptedException {
    try (EmbeddedStack stack = EmbeddedStack.start(config, System.out)) {
      return run(stack.databaseUrl(), stack.catalogUri().toString(), options);
    }
  }

  private static DemoReport run(String databaseUrl, String catalogUri, DemoOptions options)
      throws SQLException, InterruptedException {
    String jdbcUrl = databaseUrl.startsWith("jdbc:") ? databaseUrl : "jdbc:" + databaseUrl;
    if (!jdbcUrl.contains("user=")) {
      jdbcUrl += (jdbcUrl.contains("?") ? "&" : "?") + "user=dolake";
    }
    return new Demo(jdbcUrl, catalogUri, NAMESPACE, options, System.out).run();
  }
}
