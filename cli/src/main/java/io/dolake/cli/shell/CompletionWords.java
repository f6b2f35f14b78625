package io.dolake.cli.shell;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Words the shell completes: SQL's, its own commands', and names in the database. */
final class CompletionWords {
  private static final List<String> KEYWORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "HAVING",
          "ORDER BY",
          "LIMIT",
          "INSERT INTO",
          "VALUES",
          "UPDATE",
          "SET",
          "DELETE FROM",
          "CREATE TABLE",
          "CREATE INDEX",
          "CREATE VIEW",
          "DROP TABLE",
          "ALTER TABLE",
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "SAVEPOINT",
          "EXPLAIN",
          "JOIN",
          "LEFT JOIN",
          "ON",
          "USING",
          "AND",
          "OR",
          "NOT",
          "NULL",
          "IS",
          "IN",
          "LIKE",
          "BETWEEN",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "DISTINCT",
          "AS",
          "UNION ALL",
          "RETURNING",
          "FOR SYSTEM_TIME AS OF",
          "PRAGMA");

  private CompletionWords() {}

  static List<String> of(Connection connection) {
    List<String> words = new ArrayList<>(KEYWORDS);
    KEYWORDS.forEach(word -> words.add(word.toLowerCase(java.util.Locale.ROOT)));
    words.addAll(MetaCommands.NAMES);
    try (ResultSet columns = connection.getMetaData().getColumns(null, "public", "%", "%")) {
      while (columns.next()) {
        String table = columns.getString("TABLE_NAME");
        if (!words.contains(table)) {
          words.add(table);
          words.add("lake." + table);
        }
        words.add(columns.getString("COLUMN_NAME"));
      }
    } catch (SQLException e) {
      // Completion is a convenience: without the names the shell still works.
      return words;
    }
    return words;
  }
}
