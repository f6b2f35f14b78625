package io.dolake.sql.parse;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import java.util.Map;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Errors of the lexer and the parser. */
final class ParseErrors {
  private static final int LONGEST_TOKEN = 60;

  /** What to do instead, for statements that migrations are often written with. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "CREATE TYPE", "A TEXT column with CHECK (c IN ('a', 'b')) does what an enum does.",
          "CREATE DOMAIN", "Put its CHECK constraint on the columns.",
          "DO", "Send the block's statements one by one.",
          "MERGE", "INSERT ... ON CONFLICT DO UPDATE inserts or updates.",
          "REVOKE", "Every user may do everything; DROP USER keeps one out.");

  private ParseErrors() {}

  /**
   * @param offset zero-based place of the token; the end of the text when it is the end of input
   */
  static SqlException syntax(String sql, int offset, int end) {
    if (offset >= sql.length()) {
      return new SqlException(
          ErrorCode.SYNTAX_ERROR, "syntax error at end of input", null, sql.length() + 1);
    }
    String near = sql.substring(offset, Math.max(offset, Math.min(end, offset + LONGEST_TOKEN)));
    return new SqlException(
        ErrorCode.SYNTAX_ERROR, "syntax error at or near \"" + near + "\"", null, offset + 1);
  }

  static SqlException lexical(String message, int offset) {
    return new SqlException(ErrorCode.SYNTAX_ERROR, message, null, offset + 1);
  }

  static SqlException unsupported(String what, int offset) {
    return new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        what + " is not supported",
        INSTEAD.getOrDefault(what, "docs/sql.md lists what is."),
        offset + 1);
  }

  static SqlException tooDeep(int limit) {
    return new SqlException(
        ErrorCode.STATEMENT_TOO_COMPLEX,
        "the statement is nested deeper than " + limit + " levels",
        "Split it, or use joins, IN lists and common table expressions instead.",
        0);
  }

  /** A clause that does not belong to the statement. */
  static SqlException misplaced(String clause, SqlParserPos position) {
    return new SqlException(
        ErrorCode.SYNTAX_ERROR,
        clause + " belongs to SELECT",
        "UPDATE and DELETE lock their rows anyway.",
        position.getColumnNum());
  }

  static SqlException undefinedOperator(String text, SqlParserPos position) {
    return new SqlException(
        ErrorCode.UNDEFINED_FUNCTION,
        "operator \"" + text + "\" does not exist",
        null,
        position.getColumnNum());
  }
}
