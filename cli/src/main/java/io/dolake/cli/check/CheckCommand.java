package io.dolake.cli.check;

import io.dolake.common.check.Check;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bin/check NAME}: campaigns and conformance runs. */
@Command(name = "check", description = "Runs a campaign or conformance run; alone lists them.")
public final class CheckCommand extends CheckArguments implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    return new CheckRunner(Check.Kind.CAMPAIGN, "bin/check").run(this);
  }
}
