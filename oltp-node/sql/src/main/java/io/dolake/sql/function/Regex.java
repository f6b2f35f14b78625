package io.dolake.sql.function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions of REGEXP and PostgreSQL's {@code ~}; compiled ones are kept. */
public final class Regex {
  private static final int KEPT = 1_000;

  private static final Cache<String, Pattern> EXACT =
      Caffeine.newBuilder().maximumSize(KEPT).build();
  private static final Cache<String, Pattern> IGNORING_CASE =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  private Regex() {}

  /** Whether the expression matches somewhere in the text. */
  public static boolean find(String expression, String text, boolean ignoreCase) {
    return pattern(expression, ignoreCase).matcher(text).find();
  }

  static Pattern pattern(String expression, boolean ignoreCase) {
    return (ignoreCase ? IGNORING_CASE : EXACT).get(expression, key -> compile(key, ignoreCase));
  }

  private static Pattern compile(String expression, boolean ignoreCase) {
    try {
      return Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException wrong) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER, "invalid regular expression: " + wrong.getDescription());
    }
  }
}
