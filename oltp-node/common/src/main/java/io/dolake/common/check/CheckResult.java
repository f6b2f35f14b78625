package io.dolake.common.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Outcome of a run.
 *
 * @param passed false makes the exit code 1
 * @param figure the last line of the output, for people
 * @param values the figures for {@code --json}: numbers, strings, booleans, lists and maps
 */
public record CheckResult(boolean passed, String figure, Map<String, Object> values) {
  public CheckResult {
    Objects.requireNonNull(figure, "figure");
    values = new LinkedHashMap<>(values);
  }
}
