package io.dolake.cli.check;

import io.dolake.common.check.Check;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dolake bench NAME}: benchmarks against a peer or a baseline in one run. */
@Command(name = "bench", description = "Runs a benchmark; alone lists them.")
public final class BenchCommand extends CheckArguments implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    return new CheckRunner(Check.Kind.BENCHMARK, "bin/dolake bench").run(this);
  }
}
