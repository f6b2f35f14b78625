package io.dolake.cli.lake;

import io.dolake.common.Lsn;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A statement that names lake tables as {@code lake.<table> [FOR SYSTEM_TIME AS OF <moment>]},
 * where a moment is {@code LSN n}, {@code TIMESTAMP '...'} or a plain string with an ISO date and
 * time (UTC unless it has an offset).
 */
record LakeStatement(String text, List<LakeReference> references) {
  private static final String LAKE = "lake";

  LakeStatement {
    references = List.copyOf(references);
  }

  /** Finds the references; the list is empty for a statement that does not touch the lake. */
  static LakeStatement parse(String sql) {
    List<LakeReference> references = new ArrayList<>();
    if (containsIgnoreCase(sql, LAKE)) {
      List<SqlToken> tokens = SqlToken.scan(sql);
      for (int i = 0; i + 2 < tokens.size(); i++) {
        boolean qualified =
            tokens.get(i).isName(LAKE)
                && tokens.get(i + 1).isSymbol('.')
                && tokens.get(i + 2).isName()
                && (i == 0 || !tokens.get(i - 1).isSymbol('.'));
        if (qualified && followsFrom(tokens, i)) {
          references.add(reference(tokens, i));
        }
      }
    }
    return new LakeStatement(sql, references);
  }

  /**
   * A table is named after FROM, JOIN, a comma or an opening parenthesis; elsewhere it is a column.
   */
  private static boolean followsFrom(List<SqlToken> tokens, int index) {
    if (index == 0) {
      return false;
    }
    SqlToken before = tokens.get(index - 1);
    boolean column = index + 3 < tokens.size() && tokens.get(index + 3).isSymbol('.');
    return !column
        && (before.isName("from")
            || before.isName("join")
            || before.isName("table")
            || before.isSymbol(',')
            || before.isSymbol('('));
  }

  private static LakeReference reference(List<SqlToken> tokens, int index) {
    SqlToken name = tokens.get(index + 2);
    int start = tokens.get(index).start();
    int next = index + 3;
    boolean asOf =
        next + 4 < tokens.size()
            && tokens.get(next).isName("for")
            && tokens.get(next + 1).isName("system_time")
            && tokens.get(next + 2).isName("as")
            && tokens.get(next + 3).isName("of");
    if (!asOf) {
      return new LakeReference(name.name(), AsOf.LATEST, start, name.end());
    }
    SqlToken first = tokens.get(next + 4);
    if (first.kind() == SqlToken.Kind.STRING) {
      return new LakeReference(name.name(), time(first), start, first.end());
    }
    SqlToken second = next + 5 < tokens.size() ? tokens.get(next + 5) : null;
    if (second != null && first.isName("timestamp") && second.kind() == SqlToken.Kind.STRING) {
      return new LakeReference(name.name(), time(second), start, second.end());
    }
    if (second != null && first.isName("lsn") && second.kind() == SqlToken.Kind.NUMBER) {
      return new LakeReference(name.name(), new AsOf.AtLsn(lsn(second)), start, second.end());
    }
    throw new SqlException(
        ErrorCode.SYNTAX_ERROR,
        "AS OF needs a moment, not '" + first.text() + "'",
        "write AS OF TIMESTAMP '2026-01-31 12:00:00' or AS OF LSN 4711",
        first.start() + 1);
  }

  private static Lsn lsn(SqlToken token) {
    try {
      return new Lsn(Long.parseLong(token.text()));
    } catch (NumberFormatException e) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER,
          "'" + token.text() + "' is not an LSN",
          "an LSN is a whole number; dolake status shows the current one",
          token.start() + 1);
    }
  }

  private static AsOf.Time time(SqlToken token) {
    String text = token.stringValue().strip().replace(' ', 'T');
    List<Function<String, Instant>> forms =
        List.of(
            t -> OffsetDateTime.parse(t).toInstant(),
            t -> LocalDateTime.parse(t).toInstant(ZoneOffset.UTC),
            t -> LocalDate.parse(t).atStartOfDay().toInstant(ZoneOffset.UTC));
    for (Function<String, Instant> form : forms) {
      try {
        return new AsOf.Time(form.apply(text));
      } catch (DateTimeParseException e) {
        continue;
      }
    }
    throw new SqlException(
        ErrorCode.INVALID_DATETIME,
        "'" + token.stringValue() + "' is not a date and time",
        "write it as 2026-01-31 12:00:00, with an offset such as +01:00 or in UTC",
        token.start() + 1);
  }

  /** The statement with every reference replaced by the name that the function gives it. */
  String rewritten(Function<LakeReference, String> name) {
    StringBuilder result = new StringBuilder();
    int copied = 0;
    for (LakeReference reference : references) {
      result.append(text, copied, reference.start()).append(name.apply(reference));
      copied = reference.end();
    }
    return result.append(text, copied, text.length()).toString();
  }

  private static boolean containsIgnoreCase(String text, String lowerCaseWord) {
    for (int i = 0; i + lowerCaseWord.length() <= text.length(); i++) {
      if (text.regionMatches(true, i, lowerCaseWord, 0, lowerCaseWord.length())) {
        return true;
      }
    }
    return false;
  }
}
