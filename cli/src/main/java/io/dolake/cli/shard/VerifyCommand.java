package io.dolake.cli.shard;

import io.dolake.cli.ExitCode;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.ShardStore;
import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.verify.StoreVerifier;
import io.dolake.storage.verify.VerifyReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dolake shard verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks log, tables and indexes of a shard against each other.",
      "The shard is opened, and so recovered, as its node would do it."
    },
    footer = {"", "Exit code 0 when all is well, 1 when it is not."})
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIRECTORY", description = "The shard's directory.")
  private Path directory;

  @Override
  public Integer call() throws Exception {
    ExpressionCompiler compiler = ShardDirectory.compiler();
    try (ShardStore store = ShardDirectory.open(directory, compiler)) {
      VerifyReport report =
          new StoreVerifier(new DiskLogFiles(directory.resolve("log")), store, compiler).verify();
      report.problems().forEach(System.out::println);
      System.out.printf(
          Locale.ROOT,
          "%d problems in %d log segments, %d transactions, %d rows, %d index entries%n",
          report.problems().size(),
          report.segments(),
          report.transactions(),
          report.rows(),
          report.indexEntries());
      return report.isClean() ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
