package io.dolake.cli.up;

import io.dolake.cli.ExitCode;
import io.dolake.lake.LakeJob;
import io.dolake.lake.LakeJobConfig;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dolake job}: the lake job alone, on a Flink of its own in this process. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the lake job alone, on a Flink in this process, until Ctrl-C.",
      "On a Flink cluster, run the same job with 'flink run'; see docs/lake.md."
    },
    footer = {
      "",
      "  dolake job --set job.node=node.example.org:15433 \\",
      "             --set job.catalog=http://catalog.example.org:15435/ \\",
      "             --set job.warehouse=s3://lake/warehouse",
      "  dolake job --set 'job.partition.orders=day(placed_at)' \\",
      "             --set 'job.sort.orders=region, placed_at desc'"
    })
public final class JobCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 1_000;

  @Mixin private ConfigArguments arguments;

  @Override
  public Integer call() {
    StackConfig config = arguments.load();
    LakeJobConfig jobConfig =
        JobPart.of(config, "127.0.0.1:15433", "http://127.0.0.1:" + CatalogPart.DEFAULT_PORT + "/");
    try (ServerProcess process = ServerProcess.prepare(config.dataDirectory(), "job");
        EmbeddedFlink flink = EmbeddedFlink.start(config, new LakeJob(jobConfig)::build)) {
      System.out.printf("job ready: %s%n", flink.uri());
      while (!process.awaitStop(LOOK_MILLIS)) {
        Optional<String> end = flink.end();
        if (end.isPresent()) {
          System.err.println("dolake: the lake job has ended: " + end.get());
          System.err.println("hint: job.log in the data directory tells more");
          return ExitCode.FAILED;
        }
      }
    }
    return ExitCode.OK;
  }
}
