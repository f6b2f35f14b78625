package io.dolake.sql.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * A conformance script: SQL in sections, each on a database of its own.
 *
 * <pre>
 * -- # title of a section             run on SQLite and on us, and compared
 * -- # title [not in SQLite]          run on us only; every query says what it expects
 * select a
 *   from t;                           a statement ends with a semicolon at the end of a line
 * --> 1|'x'                           where we differ: our rows, one a line, instead of SQLite's
 * --> no rows
 * --> 3 changed                       for INSERT, UPDATE and DELETE without RETURNING
 * --> error UNDEFINED_TABLE           or an error, and when SQLite's error is of no known kind
 * --> columns a|b                     may stand before the rows
 * -- anything else                    a comment
 * </pre>
 */
final class Script {
  private static final String NOT_IN_SQLITE = "[not in SQLite]";
  private static final String SECTION = "-- # ";
  private static final String EXPECTED = "--> ";

  /** One statement. Expected lines are empty where SQLite says what is right. */
  record Step(int line, String sql, List<String> expected) {}

  record Section(int line, String title, boolean comparable, List<Step> steps) {}

  private final List<Section> sections = new ArrayList<>();
  private final StringBuilder statement = new StringBuilder();
  private int statementLine;

  private Script() {}

  static List<Section> parse(String text) {
    Script script = new Script();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      script.read(++number, line);
    }
    if (script.statement.length() > 0) {
      throw script.malformed(script.statementLine, "the statement does not end");
    }
    return script.sections;
  }

  private void read(int number, String line) {
    if (line.startsWith(SECTION)) {
      String title = line.substring(SECTION.length());
      boolean comparable = !title.endsWith(NOT_IN_SQLITE);
      sections.add(new Section(number, title, comparable, new ArrayList<>()));
    } else if (line.startsWith(EXPECTED)) {
      steps(number).get(steps(number).size() - 1).expected.add(line.substring(EXPECTED.length()));
    } else if (statement.length() > 0 || !line.isBlank() && !line.startsWith("--")) {
      statementLine = statement.length() == 0 ? number : statementLine;
      statement.append(line).append('\n');
      if (line.endsWith(";")) {
        String sql = statement.substring(0, statement.length() - 2);
        steps(number).add(new Step(statementLine, sql, new ArrayList<>()));
        statement.setLength(0);
      }
    }
  }

  private List<Step> steps(int line) {
    if (sections.isEmpty()) {
      throw malformed(line, "no section has begun");
    }
    return sections.get(sections.size() - 1).steps;
  }

  private IllegalArgumentException malformed(int line, String problem) {
    return new IllegalArgumentException("line " + line + ": " + problem);
  }
}
