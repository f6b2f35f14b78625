package io.dolake.common.check;

/**
 * A campaign or conformance run that {@code bin/check NAME} starts, or a benchmark that {@code
 * bin/dolake bench NAME} starts. Implementations are found through {@link java.util.ServiceLoader}.
 */
public interface Check {
  /** Which command starts it. */
  enum Kind {
    CAMPAIGN,
    BENCHMARK
  }

  /** Lower case word that names it on the command line. */
  String name();

  Kind kind();

  /** One line for the list of all checks. */
  String description();

  /** Text for {@code --help}: what it does, what {@code --rounds} counts, which options it has. */
  String help();

  /** Rounds when the user names none. */
  int defaultRounds();

  /** Runs; progress goes to {@link CheckContext#progress}. Throws only for misuse. */
  CheckResult run(CheckContext context) throws Exception;
}
