package io.dolake.sql.conformance;

import io.dolake.sql.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the steps of a section on SQLite and on us, and collects where they differ. */
final class Comparison {
  private final DoLakePeer ours;
  private final SqlitePeer sqlite;
  private final List<String> differences = new ArrayList<>();

  private Comparison(DoLakePeer ours, SqlitePeer sqlite) {
    this.ours = ours;
    this.sqlite = sqlite;
  }

  /** What differs from SQLite without being expected to, or from what is expected. */
  static List<String> differences(Script.Section section, TestDatabase database)
      throws SQLException {
    try (SqlitePeer sqlite = section.comparable() ? new SqlitePeer() : null) {
      Comparison comparison = new Comparison(new DoLakePeer(database.session()), sqlite);
      section.steps().forEach(comparison::step);
      return comparison.differences;
    }
  }

  private void step(Script.Step step) {
    if (sqlite == null) {
      expect(step, ours.run(step.sql()));
      return;
    }
    Outcome theirs = sqlite.run(step.sql());
    if (step.expected().isEmpty()) {
      compare(step, ours.runLikeSqlite(step.sql()), theirs);
      return;
    }
    expect(step, ours.run(step.sql()));
    boolean unknownKind = theirs.failed() && theirs.error() == null;
    if (!unknownKind && fits(step, theirs)) {
      report(step, "SQLite gives the same: nothing need be expected");
    }
  }

  private void compare(Script.Step step, Outcome mine, Outcome theirs) {
    if (mine.failed() && theirs.failed() && theirs.error() == null) {
      report(step, "SQLite's error is of no known kind (" + theirs + "), ours is " + mine);
    } else if (!same(mine, theirs, isOrdered(step.sql()))) {
      report(step, difference(mine, theirs));
    }
  }

  /** The cells that differ when the rest is the same, else all of both. */
  private static String difference(Outcome mine, Outcome theirs) {
    String whole = "ours:   " + mine + "\n  SQLite: " + theirs;
    if (mine.rows().size() != 1 || theirs.rows().size() != 1) {
      return whole;
    }
    List<String> cells = List.of(mine.rows().get(0).split("\\|", -1));
    List<String> others = List.of(theirs.rows().get(0).split("\\|", -1));
    if (cells.size() != others.size() || mine.columns().size() != theirs.columns().size()) {
      return whole;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < mine.columns().size(); i++) {
      if (!mine.columns().get(i).equals(theirs.columns().get(i))) {
        text.append("name: ").append(mine.columns().get(i));
        text.append(", SQLite: ").append(theirs.columns().get(i)).append("\n  ");
      }
    }
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).equals(others.get(i))) {
        String column = cells.size() == theirs.columns().size() ? theirs.columns().get(i) : "" + i;
        text.append(column).append(": ").append(cells.get(i));
        text.append(", SQLite: ").append(others.get(i)).append("\n  ");
      }
    }
    return text.toString();
  }

  private static boolean same(Outcome mine, Outcome theirs, boolean ordered) {
    if (mine.failed() || theirs.failed()) {
      return mine.error() == theirs.error();
    }
    if (mine.columns() == null || theirs.columns() == null) {
      return mine.columns() == theirs.columns() && mine.changed() == theirs.changed();
    }
    return mine.columns().equals(theirs.columns())
        && mine.rows(ordered).equals(theirs.rows(ordered));
  }

  private void expect(Script.Step step, Outcome mine) {
    boolean quiet = step.expected().isEmpty() && mine.columns() == null && !mine.failed();
    if (!quiet && !fits(step, mine)) {
      report(step, "ours:     " + mine + "\n  expected: " + step.expected());
    }
  }

  private static boolean fits(Script.Step step, Outcome outcome) {
    List<String> expected = new ArrayList<>(step.expected());
    if (!expected.isEmpty() && expected.get(0).startsWith("columns ")) {
      String columns = expected.remove(0).substring("columns ".length());
      if (outcome.columns() == null || !columns.equals(String.join("|", outcome.columns()))) {
        return false;
      }
    }
    boolean ordered = isOrdered(step.sql());
    List<String> sorted = ordered ? expected : expected.stream().sorted().toList();
    return sorted.equals(outcome.expectation(ordered));
  }

  private static boolean isOrdered(String sql) {
    String lower = sql.toLowerCase(Locale.ROOT);
    return lower.contains("order by") || lower.startsWith("pragma") || lower.startsWith("values");
  }

  private void report(Script.Step step, String what) {
    differences.add("line " + step.line() + ": " + step.sql() + "\n  " + what);
  }
}
