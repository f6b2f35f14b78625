package io.dolake.sql.parse;

import io.dolake.sql.parse.impl.GeneratedParserConstants;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The words that are tokens of their own. All others reach the parser as names and are matched by
 * text where the grammar wants them, so that they stay usable as names everywhere else.
 */
public final class Keywords {
  /** Can never be names, as in SQLite. */
  private static final List<String> RESERVED =
      List.of(
          "ALL",
          "ALTER",
          "AND",
          "AS",
          "AUTOINCREMENT",
          "BETWEEN",
          "CASE",
          "CHECK",
          "COLLATE",
          "CONSTRAINT",
          "CREATE",
          "DEFAULT",
          "DELETE",
          "DISTINCT",
          "DROP",
          "ELSE",
          "ESCAPE",
          "EXCEPT",
          "EXISTS",
          "FALSE",
          "FOREIGN",
          "FROM",
          "GROUP",
          "HAVING",
          "IN",
          "INDEX",
          "INSERT",
          "INTERSECT",
          "INTO",
          "IS",
          "ISNULL",
          "JOIN",
          "LIMIT",
          "NOT",
          "NOTNULL",
          "NULL",
          "ON",
          "OR",
          "ORDER",
          "PRIMARY",
          "REFERENCES",
          "RETURNING",
          "SELECT",
          "SET",
          "TABLE",
          "THEN",
          "TRUE",
          "UNION",
          "UNIQUE",
          "UPDATE",
          "USING",
          "VALUES",
          "WHEN",
          "WHERE");

  /** Names where nothing else fits; the production SoftKeyword lists the same. */
  private static final List<String> SOFT =
      List.of(
          "CAST",
          "CROSS",
          "END",
          "FETCH",
          "FOR",
          "FULL",
          "GLOB",
          "ILIKE",
          "INDEXED",
          "INNER",
          "LATERAL",
          "LEFT",
          "LIKE",
          "MATCH",
          "NATURAL",
          "OFFSET",
          "OUTER",
          "RECURSIVE",
          "REGEXP",
          "RIGHT",
          "WINDOW",
          "WITH");

  private static final int LONGEST = 16;
  private static final Map<String, Integer> KINDS = kinds();

  private Keywords() {}

  private static Map<String, Integer> kinds() {
    Map<String, Integer> byImage = new HashMap<>();
    for (int kind = 0; kind < GeneratedParserConstants.tokenImage.length; kind++) {
      byImage.putIfAbsent(GeneratedParserConstants.tokenImage[kind], kind);
    }
    Map<String, Integer> kinds = new HashMap<>();
    for (List<String> words : List.of(RESERVED, SOFT)) {
      for (String word : words) {
        kinds.put(word, byImage.get('"' + word + '"'));
      }
    }
    return Map.copyOf(kinds);
  }

  /** Words that can never be names unless they are quoted, in upper case. */
  public static List<String> reserved() {
    return RESERVED;
  }

  /** Words that have a meaning of their own and may be names, in upper case. */
  public static List<String> soft() {
    return SOFT;
  }

  /** Kind of a word's token: its own, or that of names. */
  static int kindOf(String word) {
    if (word.length() > LONGEST) {
      return GeneratedParserConstants.IDENTIFIER;
    }
    return KINDS.getOrDefault(word.toUpperCase(Locale.ROOT), GeneratedParserConstants.IDENTIFIER);
  }

  static boolean isSoft(String word) {
    return SOFT.contains(word.toUpperCase(Locale.ROOT));
  }

  /** Whether the word must be quoted to be a name. */
  public static boolean isReserved(String word) {
    return RESERVED.contains(word.toUpperCase(Locale.ROOT));
  }
}
