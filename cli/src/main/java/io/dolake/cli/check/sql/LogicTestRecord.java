package io.dolake.cli.check.sql;

import java.util.List;

/**
 * A statement or query of a logic test.
 *
 * @param line of its first line in the file
 * @param types for queries one letter a column: T, I or R; null for statements
 * @param expectError for statements, whether they must fail
 * @param sort nosort, rowsort or valuesort
 * @param expected values in order, or one line "N values hashing to H"
 */
record LogicTestRecord(
    int line, String sql, String types, boolean expectError, String sort, List<String> expected) {
  boolean isQuery() {
    return types != null;
  }
}
