package io.dolake.cli.shard;

import io.dolake.cli.ExitCode;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.backup.BackupRestore;
import io.dolake.storage.backup.RestorePoint;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dolake shard restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a shard's directory from a backup and archived log segments.",
      "Without --lsn or --time it goes as far as backup and archives reach."
    })
final class RestoreCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "BACKUP", description = "The backup's directory.")
  private Path backup;

  @Parameters(
      index = "1",
      paramLabel = "DIRECTORY",
      description = "The shard's new directory, which does not exist.")
  private Path directory;

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "Directory of archived log segments; may be given more than once.")
  private List<Path> archives = List.of();

  @ArgGroup private Point point;

  /** Where to stop. */
  static final class Point {
    @Option(names = "--lsn", description = "Last transaction to restore.")
    private Long lsn;

    @Option(
        names = "--time",
        paramLabel = "INSTANT",
        description = "Restore what was committed by then, for example 2026-11-21T12:00:00Z.")
    private String time;
  }

  @Override
  public Integer call() {
    Lsn reached = new BackupRestore(backup, archives).restoreTo(directory, restorePoint());
    System.out.printf("restored up to LSN %s%n", reached);
    return ExitCode.OK;
  }

  private RestorePoint restorePoint() {
    if (point == null) {
      return RestorePoint.LATEST;
    }
    if (point.lsn != null) {
      return RestorePoint.at(new Lsn(point.lsn));
    }
    try {
      // All of the millisecond counts: its last logical tick.
      int lastTick = (1 << HlcTimestamp.LOGICAL_BITS) - 1;
      return RestorePoint.at(HlcTimestamp.of(Instant.parse(point.time).toEpochMilli(), lastTick));
    } catch (DateTimeParseException e) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "'" + point.time + "' is no time",
          "write it as in 2026-11-21T12:00:00Z",
          e);
    }
  }
}
