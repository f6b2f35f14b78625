package io.dolake.sql.parse;

import io.dolake.common.error.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
          "START");

  private static final Map<String, String> IGNORED =
      Map.of(
          "VACUUM", "VACUUM",
          "CHECKPOINT", "CHECKPOINT",
          "LISTEN", "LISTEN",
          "UNLISTEN", "UNLISTEN",
          "NOTIFY", "NOTIFY",
          "LOCK", "LOCK TABLE",
          "CLUSTER", "CLUSTER");

  private StatementWords() {}

  static String ignoredTag(String first, String second) {
    String word = first.toUpperCase(Locale.ROOT);
    return switch (word) {
      case "DISCARD", "DEALLOCATE" -> second.equalsIgnoreCase("ALL") ? word + " ALL" : word;
      default -> IGNORED.get(word);
    };
  }

  /** The first word most like this one, or null if none is near. */
  static String nearest(String word) {
    return NearestName.of(word, FIRST_WORDS);
  }
}
