package io.dolake.common.check;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What a run is given.
 *
 * @param seed reproduces the run
 * @param rounds how much to do, in the check's own unit
 * @param workDirectory empty directory of this run; removed afterwards unless the run failed
 * @param options further {@code --name value} pairs of the command line
 * @param progress where lines for people go
 */
public record CheckContext(
    long seed, int rounds, Path workDirectory, Map<String, String> options, PrintStream progress) {
  public CheckContext {
    Objects.requireNonNull(workDirectory, "workDirectory");
    options = Map.copyOf(options);
    Objects.requireNonNull(progress, "progress");
  }

  public String option(String name, String defaultValue) {
    return options.getOrDefault(name, defaultValue);
  }
}
