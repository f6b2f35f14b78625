package io.dolake.cli.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * Arguments that every check and benchmark shares; the rest is theirs. Inherited, because picocli
 * does not look for {@link Unmatched} in mixins.
 */
abstract class CheckArguments {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "What to run.")
  String name;

  @Option(names = "--seed", description = "Reproduces a run; random when left out.")
  Long seed;

  @Option(names = "--rounds", description = "How much to do, in the run's own unit.")
  Integer rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  Path json;

  @Option(
      names = {"-h", "--help"},
      description = "With NAME: what it does and its own options.")
  boolean help;

  @Unmatched List<String> options = new ArrayList<>();
}
