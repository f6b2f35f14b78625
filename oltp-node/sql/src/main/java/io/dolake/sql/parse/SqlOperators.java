package io.dolake.sql.parse;

import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/** Operators that Calcite's standard table does not have. The binder knows them by name. */
public final class SqlOperators {
  private static final int CONCAT_PRECEDENCE = 70;
  private static final int BIT_PRECEDENCE = 36;
  private static final int PATTERN_PRECEDENCE = 30;

  public static final SqlOperator JSON_ARROW = binary("->", CONCAT_PRECEDENCE);
  public static final SqlOperator JSON_ARROW_TEXT = binary("->>", CONCAT_PRECEDENCE);
  public static final SqlOperator COLLATE = binary("COLLATE", 90);
  public static final SqlOperator AT_TIME_ZONE = binary("AT TIME ZONE", 90);
  public static final SqlOperator BIT_AND = binary("&", BIT_PRECEDENCE);
  public static final SqlOperator BIT_OR = binary("|", BIT_PRECEDENCE);
  public static final SqlOperator SHIFT_LEFT = binary("<<", BIT_PRECEDENCE);
  public static final SqlOperator SHIFT_RIGHT = binary(">>", BIT_PRECEDENCE);
  public static final SqlOperator BIT_NOT =
      new SqlPrefixOperator("~", SqlKind.OTHER, 96, ReturnTypes.BIGINT, null, OperandTypes.ANY);

  /** {@code f(..) WITH ORDINALITY} in FROM. */
  public static final SqlOperator WITH_ORDINALITY =
      new SqlSpecialOperator("WITH ORDINALITY", SqlKind.OTHER_FUNCTION);

  /** Rows of several functions side by side, whose columns stand only where they are named. */
  public static final SqlOperator ITEM_ROWS =
      new SqlSpecialOperator("ROWS FROM", SqlKind.OTHER_FUNCTION);

  private static final Map<String, SqlOperator> BY_TEXT =
      Map.ofEntries(
          Map.entry("=", SqlStdOperatorTable.EQUALS),
          Map.entry("<>", SqlStdOperatorTable.NOT_EQUALS),
          Map.entry("!=", SqlStdOperatorTable.NOT_EQUALS),
          Map.entry("<", SqlStdOperatorTable.LESS_THAN),
          Map.entry("<=", SqlStdOperatorTable.LESS_THAN_OR_EQUAL),
          Map.entry(">", SqlStdOperatorTable.GREATER_THAN),
          Map.entry(">=", SqlStdOperatorTable.GREATER_THAN_OR_EQUAL),
          Map.entry("+", SqlStdOperatorTable.PLUS),
          Map.entry("-", SqlStdOperatorTable.MINUS),
          Map.entry("*", SqlStdOperatorTable.MULTIPLY),
          Map.entry("/", SqlStdOperatorTable.DIVIDE),
          Map.entry("%", SqlStdOperatorTable.PERCENT_REMAINDER),
          Map.entry("||", SqlStdOperatorTable.CONCAT),
          Map.entry("->", JSON_ARROW),
          Map.entry("->>", JSON_ARROW_TEXT),
          Map.entry("#>", binary("#>", CONCAT_PRECEDENCE)),
          Map.entry("#>>", binary("#>>", CONCAT_PRECEDENCE)),
          Map.entry("@>", binary("@>", BIT_PRECEDENCE)),
          Map.entry("<@", binary("<@", BIT_PRECEDENCE)),
          Map.entry("&&", binary("&&", BIT_PRECEDENCE)),
          Map.entry("&", BIT_AND),
          Map.entry("|", BIT_OR),
          Map.entry("<<", SHIFT_LEFT),
          Map.entry(">>", SHIFT_RIGHT),
          Map.entry("~", binary("~", PATTERN_PRECEDENCE)),
          Map.entry("~*", binary("~*", PATTERN_PRECEDENCE)),
          Map.entry("!~", binary("!~", PATTERN_PRECEDENCE)),
          Map.entry("!~*", binary("!~*", PATTERN_PRECEDENCE)));

  private static final Map<String, SqlOperator> PATTERNS =
      Map.of(
          "LIKE", SqlStdOperatorTable.LIKE,
          "NOT LIKE", SqlStdOperatorTable.NOT_LIKE,
          "ILIKE", binary("ILIKE", PATTERN_PRECEDENCE),
          "NOT ILIKE", binary("NOT ILIKE", PATTERN_PRECEDENCE),
          "GLOB", binary("GLOB", PATTERN_PRECEDENCE),
          "NOT GLOB", binary("NOT GLOB", PATTERN_PRECEDENCE),
          "REGEXP", binary("REGEXP", PATTERN_PRECEDENCE),
          "NOT REGEXP", binary("NOT REGEXP", PATTERN_PRECEDENCE),
          "MATCH", binary("MATCH", PATTERN_PRECEDENCE),
          "NOT MATCH", binary("NOT MATCH", PATTERN_PRECEDENCE));

  private SqlOperators() {}

  private static SqlOperator binary(String name, int precedence) {
    return new SqlBinaryOperator(
        name, SqlKind.OTHER, precedence, true, ReturnTypes.ARG0, null, OperandTypes.ANY_ANY);
  }

  /** {@code #> #>>}. */
  public static SqlOperator jsonPath(String text) {
    return BY_TEXT.get(text);
  }

  /** {@code & | << >> @> <@ &&}. */
  public static SqlOperator bitwise(String text) {
    return BY_TEXT.get(text);
  }

  /** {@code ~ ~* !~ !~*}. */
  public static SqlOperator regex(String text) {
    return BY_TEXT.get(text);
  }

  /** The operator of PostgreSQL's {@code OPERATOR(schema.text)}. */
  public static SqlOperator named(String text, SqlParserPos position) {
    SqlOperator operator = BY_TEXT.get(text);
    if (operator == null) {
      throw ParseErrors.undefinedOperator(text, position);
    }
    return operator;
  }

  /** LIKE, ILIKE, GLOB, REGEXP, MATCH and their negations. */
  public static SqlOperator pattern(String word, boolean not) {
    return PATTERNS.get((not ? "NOT " : "") + word.toUpperCase(Locale.ROOT));
  }
}
