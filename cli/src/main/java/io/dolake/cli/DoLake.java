package io.dolake.cli;

import io.dolake.cli.check.BenchCommand;
import io.dolake.cli.check.CheckCommand;
import io.dolake.cli.demo.DemoCommand;
import io.dolake.cli.shard.ShardCommand;
import io.dolake.cli.shell.SqlCommand;
import io.dolake.cli.status.StatusCommand;
import io.dolake.cli.up.CatalogCommand;
import io.dolake.cli.up.JobCommand;
import io.dolake.cli.up.NodeCommand;
import io.dolake.cli.up.UpCommand;
import io.dolake.cli.verify.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** The {@code dolake} command. Exit codes are those of {@link ExitCode}. */
@Command(
    name = "dolake",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "A streaming lakehouse with an OLTP database in front.",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      SqlCommand.class,
      FlinkSqlCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      NodeCommand.class,
      CatalogCommand.class,
      JobCommand.class,
      ShardCommand.class,
      BenchCommand.class,
      CheckCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class DoLake implements Runnable {
  @Spec private CommandLine.Model.CommandSpec spec;

  private DoLake() {}

  public static void main(String[] arguments) {
    Logs.takeOver();
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new DoLake())
        .setExecutionExceptionHandler(new OneLineErrors())
        .setExitCodeExceptionMapper(ExitCode::of)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
