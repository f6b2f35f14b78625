package io.dolake.storage.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts and problems of a verification under way. Belongs to one thread. */
final class Findings {
  static final int MOST_PROBLEMS = 100;

  long segments;
  long transactions;
  long rows;
  long indexEntries;
  private final List<String> problems = new ArrayList<>();

  void problem(String description, Object... arguments) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(String.format(Locale.ROOT, description, arguments));
    }
  }

  VerifyReport report() {
    return new VerifyReport(segments, transactions, rows, indexEntries, problems);
  }
}
