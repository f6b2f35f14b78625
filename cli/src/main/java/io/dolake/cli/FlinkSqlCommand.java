package io.dolake.cli;

import io.dolake.flinksql.FlinkSqlClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code dolake flink-sql}: Flink's SQL client with DoLake's connectors and catalogs. */
@Command(
    name = "flink-sql",
    description = {
      "Opens Flink's SQL client with DoLake's connectors on its class path.",
      "Arguments are those of Flink's client, such as -f script.sql; see docs/flink-source.md."
    })
public final class FlinkSqlCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    // A terminal sends Ctrl-C to this process too; to the client it means the end of a query only.
    Signals.register("INT", () -> {});
    return FlinkSqlClient.run(arguments);
  }
}
