package io.dolake.cli.check;

import io.dolake.common.check.Check;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bin/check NAME}: campaigns and conformance runs. */
@Command(name = "check", description = "Runs a campaign or conformance run; alone lists them.")
public final class CheckCommand implements Callable<Integer> {
  @Mixin private CheckArguments arguments;

  @Override
  public Integer call() throws Exception {
    return new CheckRunner(Check.Kind.CAMPAIGN, "bin/check").run(arguments);
  }
}
