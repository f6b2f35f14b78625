package io.dolake.cli.shard;

import io.dolake.cli.ExitCode;
import io.dolake.storage.ShardStore;
import io.dolake.storage.backup.BackupManifest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dolake shard backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = "Copies a shard whose node is stopped to a new directory.")
final class BackupCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIRECTORY", description = "The shard's directory.")
  private Path directory;

  @Parameters(index = "1", paramLabel = "BACKUP", description = "A directory that does not exist.")
  private Path backup;

  @Override
  public Integer call() {
    try (ShardStore store = ShardDirectory.open(directory, ShardDirectory.compiler())) {
      BackupManifest manifest = store.backup(backup);
      System.out.printf(
          "backup of shard %s up to LSN %s (%s)%n",
          manifest.shardId(), manifest.lastLsn(), manifest.lastTimestamp());
      return ExitCode.OK;
    }
  }
}
