package io.dolake.cli.shard;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dolake shard}: work on the directory of a shard whose node is stopped. */
@Command(
    name = "shard",
    mixinStandardHelpOptions = true,
    description = "Verifies, backs up and restores the directory of a shard.",
    subcommands = {VerifyCommand.class, BackupCommand.class, RestoreCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class ShardCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
