package io.dolake.sql.conformance;

import io.dolake.common.error.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a statement gave: rows with the names of their columns, or a number of changed rows, or an
 * error.
 *
 * @param columns null for statements without rows
 * @param rows each as its values with bars between, see {@link Cells}
 * @param changed rows inserted, updated or deleted; 0 for other statements
 * @param error kind of the error, or null when there is none or SQLite's is of no known kind
 * @param message null without error
 */
record Outcome(
    List<String> columns, List<String> rows, long changed, ErrorCode error, String message) {

  static Outcome rows(List<String> columns, List<String> rows) {
    return new Outcome(columns, rows, 0, null, null);
  }

  static Outcome changed(long count) {
    return new Outcome(null, List.of(), count, null, null);
  }

  static Outcome failed(ErrorCode error, String message) {
    return new Outcome(null, List.of(), 0, error, Objects.requireNonNull(message, "message"));
  }

  boolean failed() {
    return message != null;
  }

  /** Rows in the order that {@code ordered} asks for: theirs, or that of their texts. */
  List<String> rows(boolean ordered) {
    return ordered ? rows : rows.stream().sorted().toList();
  }

  /** The lines a script would write after the statement. */
  List<String> expectation(boolean ordered) {
    if (failed()) {
      return List.of("error " + error);
    }
    if (columns == null) {
      return List.of(changed + " changed");
    }
    return rows.isEmpty() ? List.of("no rows") : rows(ordered);
  }

  @Override
  public String toString() {
    if (failed()) {
      return (error == null ? "error" : error) + ": " + message;
    }
    if (columns == null) {
      return changed + " changed";
    }
    return String.join("\n    ", Stream.concat(Stream.of(columns + ""), rows.stream()).toList());
  }
}
