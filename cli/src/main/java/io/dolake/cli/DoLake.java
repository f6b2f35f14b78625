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
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Begin with:",
      "  dolake demo                    see it work, checked to the last row",
      "  dolake up                      run it here; data goes to ./dolake-data",
      "  dolake sql                     ask the database, and the lake as lake.TABLE",
      "",
      "dolake COMMAND --help explains a command. Exit codes: 0 done, 1 it ran and failed, 2 wrong",
      "arguments or configuration, 3 something outside stops it, 70 a defect of DoLake."
    })
public final class DoLake implements Runnable {
  private static final int HELP_WIDTH = 100;

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
        .setUsageHelpWidth(HELP_WIDTH)
        .execute(arguments);
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
