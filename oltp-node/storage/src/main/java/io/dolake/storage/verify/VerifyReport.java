package io.dolake.storage.verify;

import java.util.List;

/**
 * What a verification read and found.
 *
 * @param problems one line each, at most {@link Findings#MOST_PROBLEMS}
 */
public record VerifyReport(
    long segments, long transactions, long rows, long indexEntries, List<String> problems) {
  public VerifyReport {
    problems = List.copyOf(problems);
  }

  public boolean isClean() {
    return problems.isEmpty();
  }
}
