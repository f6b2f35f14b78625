package io.dolake.cli.check;

import io.dolake.common.check.Check;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dolake bench NAME}: benchmarks against a peer or a baseline in one run. */
@Command(name = "bench", description = "Runs a benchmark; alone lists them.")
public final class BenchCommand implements Callable<Integer> {
  @Mixin private CheckArguments arguments;

  @Override
  public Integer call() throws Exception {
    return new CheckRunner(Check.Kind.BENCHMARK, "bin/dolake bench").run(arguments);
  }
}
