package io.dolake.cdc.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** What a SQLException means. */
final class SqlFailures {
  /** Too many connections, shutting down, cannot connect now, lock timeout. */
  private static final Set<String> PASSING =
      Set.of("53300", "57P01", "57P02", "57P03", "55P03", "55006");

  private SqlFailures() {}

  /** Whether the same work may succeed later: conflicts (class 40) and connections (class 08). */
  static boolean passes(SQLException failure) {
    String state = failure.getSQLState();
    return state != null
        && (state.startsWith("40") || state.startsWith("08") || PASSING.contains(state));
  }

  static String oneLine(SQLException failure) {
    SQLException root = failure.getNextException() != null ? failure.getNextException() : failure;
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return message.lines().findFirst().orElse(message) + " (SQLSTATE " + root.getSQLState() + ")";
  }
}
