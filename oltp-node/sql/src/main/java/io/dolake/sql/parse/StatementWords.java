package io.dolake.sql.parse;

import io.dolake.common.error.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** First words of statements. */
final class StatementWords {
  private static final List<String> FIRST_WORDS =
      List.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "REPLACE",
          "CREATE",
          "ALTER",
          "DROP",
          "TRUNCATE",
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "SAVEPOINT",
          "RELEASE",
          "PRAGMA",
          "EXPLAIN",
          "VALUES",
          "WITH",
          "SET",
          "SHOW",
          "RESET",
          "COPY",
          "ANALYZE",
          "VACUUM",
          "COMMENT",
          "LISTEN",
          "NOTIFY",
          "UNLISTEN",
          "START");

  private static final Map<String, String> IGNORED =
      Map.of(
          "VACUUM", "VACUUM",
          "CHECKPOINT", "CHECKPOINT",
          "LOCK", "LOCK TABLE",
          "CLUSTER", "CLUSTER",
          "GRANT", "GRANT");

  /** First words of PostgreSQL's statements that there is nothing like here. */
  private static final Set<String> UNSUPPORTED =
      Set.of("CALL", "DO", "IMPORT", "LOAD", "MERGE", "REASSIGN", "REFRESH", "REVOKE", "SECURITY");

  private StatementWords() {}

  static String ignoredTag(String first, String second) {
    String word = first.toUpperCase(Locale.ROOT);
    return switch (word) {
      case "DISCARD", "DEALLOCATE" -> second.equalsIgnoreCase("ALL") ? word + " ALL" : word;
      default -> IGNORED.get(word);
    };
  }

  /** Whether a statement of PostgreSQL's begins with this word that is not supported. */
  static boolean isUnsupported(String word) {
    return UNSUPPORTED.contains(word.toUpperCase(Locale.ROOT));
  }

  /** The first word most like this one, or null if none is near. */
  static String nearest(String word) {
    return NearestName.of(word, FIRST_WORDS);
  }
}
