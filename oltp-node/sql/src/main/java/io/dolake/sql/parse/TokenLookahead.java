package io.dolake.sql.parse;

import io.dolake.sql.parse.impl.GeneratedParserConstants;
import io.dolake.sql.parse.impl.Token;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;

/**
 * Decisions of the grammar that need more than the next token. Each looks ahead without consuming;
 * token 1 is the next one.
 */
public abstract class TokenLookahead extends SqlAbstractParserImpl
    implements GeneratedParserConstants {
  private static final Set<String> TYPES_OF_LITERALS =
      Set.of(
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMPTZ",
          "UUID",
          "JSON",
          "JSONB",
          "INTERVAL",
          "BOOL",
          "BOOLEAN",
          "BYTEA",
          "NUMERIC",
          "DECIMAL",
          "REGCLASS",
          "OID");
  private static final Set<String> SPECIAL_FUNCTIONS =
      Set.of("EXTRACT", "TRIM", "POSITION", "OVERLAY", "SUBSTRING");
  private static final Set<String> COPY_OPTIONS_WITH_VALUE =
      Set.of("DELIMITER", "DELIMITERS", "QUOTE", "ESCAPE", "ENCODING", "FORMAT", "DEFAULT");
  private static final Set<String> BEHIND_TYPES =
      Set.of("GENERATED", "DEFERRABLE", "INITIALLY", "WITHOUT", "STORED", "VIRTUAL");

  /** The token at this distance. */
  public abstract Token getToken(int index);

  /** {@code [WITH] [-] number} of RESTART. */
  protected final boolean signedNumberAhead() {
    int index = getToken(1).kind == WITH ? 2 : 1;
    int kind = getToken(index).kind;
    return kind == PLUS || kind == MINUS || kind == UNSIGNED_INTEGER_LITERAL;
  }

  protected final boolean word(int index, String text) {
    return wordIs(getToken(index), text);
  }

  protected final boolean wordIs(Token token, String text) {
    return token.kind == IDENTIFIER && token.image.equalsIgnoreCase(text);
  }

  private int kind(int index) {
    return getToken(index).kind;
  }

  /** Whether a word comes next that is reserved, and so no name in most places. */
  protected final boolean keywordAhead() {
    Token token = getToken(1);
    return token.kind != EOF
        && !nameAhead(1)
        && token.image.chars().allMatch(c -> Character.isLetter(c) || c == '_');
  }

  /** Whether a name stands there. */
  protected final boolean nameAhead(int index) {
    Token token = getToken(index);
    return token.kind == IDENTIFIER
        || token.kind == QUOTED_IDENTIFIER
        || Keywords.isSoft(token.image);
  }

  /**
   * Whether the parenthesis that comes next holds a query rather than an expression. Nested ones
   * are decided by what follows the inner pair: {@code ((select 1) + 2)} is an expression, {@code
   * ((select 1) union select 2)} a query.
   */
  protected final boolean queryAhead() {
    return kind(1) == LPAREN && holdsQuery(getToken(1));
  }

  private boolean holdsQuery(Token open) {
    int depth = 0;
    Token token = open;
    while (token.kind == LPAREN) {
      depth++;
      token = after(token);
    }
    if (token.kind != SELECT && token.kind != VALUES && token.kind != WITH) {
      return false;
    }
    if (token.kind == WITH && after(token).kind == RPAREN) {
      return false;
    }
    while (depth > 1) {
      int nesting = 1;
      while (nesting > 0 && token.kind != EOF) {
        nesting += token.kind == LPAREN ? 1 : token.kind == RPAREN ? -1 : 0;
        token = after(token);
      }
      if (token.kind != RPAREN && !continuesQuery(token)) {
        return false;
      }
      depth--;
    }
    return true;
  }

  private static boolean continuesQuery(Token token) {
    return switch (token.kind) {
      case UNION, INTERSECT, EXCEPT, ORDER, LIMIT, OFFSET, FETCH -> true;
      default -> false;
    };
  }

  /** The token behind another, fetched if need be. */
  private Token after(Token token) {
    if (token.next == null) {
      token.next = fetchToken();
    }
    return token.next;
  }

  /** Reads one more token from the lexer. */
  abstract Token fetchToken();

  /** Whether a query begins here without parenthesis. */
  protected final boolean bareQueryAhead() {
    return kind(1) == SELECT || kind(1) == VALUES || (kind(1) == WITH && nameAhead(2));
  }

  /** Whether the statement is a query. */
  protected final boolean queryStart() {
    return kind(1) == SELECT || kind(1) == VALUES || kind(1) == TABLE || kind(1) == LPAREN;
  }

  /** Whether an operator of the level of = comes next; NOT only counts with its predicate. */
  protected final boolean equalityAhead() {
    return switch (kind(1)) {
      case EQ, NE, NE2, IS, ISNULL, NOTNULL, IN, BETWEEN, LIKE, ILIKE, GLOB, REGEXP, MATCH -> true;
      case TILDE, TILDE_STAR, NOT_TILDE, NOT_TILDE_STAR -> true;
      case NOT -> predicateBehindNot();
      default -> false;
    };
  }

  private boolean predicateBehindNot() {
    return switch (kind(2)) {
      case NULL, IN, BETWEEN, LIKE, ILIKE, GLOB, REGEXP, MATCH -> true;
      default -> false;
    };
  }

  /** ANY, SOME or ALL before a parenthesis. */
  protected final boolean quantifierAhead() {
    return kind(2) == LPAREN && (kind(1) == ALL || word(1, "ANY") || word(1, "SOME"));
  }

  protected final boolean specialFunctionAhead() {
    Token token = getToken(1);
    return token.kind == IDENTIFIER
        && kind(2) == LPAREN
        && SPECIAL_FUNCTIONS.contains(token.image.toUpperCase(Locale.ROOT))
        && keywordInsideArguments();
  }

  /** Whether FROM, IN, FOR, PLACING or a side stands directly inside the parentheses. */
  private boolean keywordInsideArguments() {
    if (word(1, "TRIM") && trimSideAhead(3)) {
      return true;
    }
    int nesting = 0;
    Token token = getToken(2);
    do {
      nesting += token.kind == LPAREN ? 1 : token.kind == RPAREN ? -1 : 0;
      token = after(token);
      if (nesting == 1
          && (token.kind == FROM
              || token.kind == IN
              || token.kind == FOR
              || wordIs(token, "PLACING"))) {
        return true;
      }
    } while (nesting > 0 && token.kind != EOF);
    return false;
  }

  protected final boolean trimSideAhead() {
    return trimSideAhead(1);
  }

  private boolean trimSideAhead(int index) {
    int following = kind(index + 1);
    return (word(index, "BOTH") || word(index, "LEADING") || word(index, "TRAILING"))
        && following != COMMA
        && following != RPAREN;
  }

  /** {@code DATE '...'} and the like. */
  protected final boolean typedLiteralAhead() {
    Token token = getToken(1);
    return token.kind == IDENTIFIER
        && kind(2) == QUOTED_STRING
        && TYPES_OF_LITERALS.contains(token.image.toUpperCase(Locale.ROOT));
  }

  /** Whether another word belongs to the type that is being read. */
  protected final boolean typeGoesOn(boolean greedy) {
    Token token = getToken(1);
    if (token.kind != IDENTIFIER && token.kind != QUOTED_IDENTIFIER) {
      return false;
    }
    if (!greedy) {
      Token read = getToken(0);
      return (wordIs(read, "DOUBLE") && wordIs(token, "PRECISION"))
          || ((wordIs(read, "CHARACTER") || wordIs(read, "CHAR") || wordIs(read, "BIT"))
              && wordIs(token, "VARYING"));
    }
    return !BEHIND_TYPES.contains(token.image.toUpperCase(Locale.ROOT));
  }

  protected final boolean timeZoneAhead() {
    return (kind(1) == WITH || word(1, "WITHOUT")) && word(2, "TIME") && word(3, "ZONE");
  }

  /** Whether a column's type comes next rather than a constraint. */
  protected final boolean typeAhead() {
    Token token = getToken(1);
    if (token.kind == IDENTIFIER) {
      return !BEHIND_TYPES.contains(token.image.toUpperCase(Locale.ROOT));
    }
    return token.kind == QUOTED_IDENTIFIER;
  }

  /** GENERATED ... AS IDENTITY. */
  protected final boolean identityAhead() {
    return (kind(3) == AS && word(4, "IDENTITY")) || (kind(4) == AS && word(5, "IDENTITY"));
  }

  /** A default such as {@code 'a'::text}, where the cast belongs to the default. */
  protected final boolean castInDefaultAhead() {
    int following = kind(2);
    return following == CAST_OPERATOR && kind(1) != MINUS && kind(1) != PLUS;
  }

  protected final boolean deferrableAhead() {
    return word(1, "DEFERRABLE")
        || word(1, "INITIALLY")
        || (kind(1) == NOT && word(2, "DEFERRABLE"));
  }

  /** PostgreSQL's operator class behind an index column. */
  protected final boolean operatorClassAhead() {
    return kind(1) == IDENTIFIER && !word(1, "ASC") && !word(1, "DESC") && !word(1, "NULLS");
  }

  /** COLUMN as a word of the grammar: a name follows it. */
  protected final boolean columnWordAhead() {
    return word(1, "COLUMN")
        && (nameAhead(2) || word(2, "IF") || kind(2) == QUOTED_STRING)
        && !word(2, "TO")
        && !(word(2, "TYPE") && kind(3) != IDENTIFIER);
  }

  protected final boolean constraintAhead(int index) {
    return switch (kind(index)) {
      case CONSTRAINT, PRIMARY, UNIQUE, CHECK, FOREIGN -> true;
      default -> false;
    };
  }

  /** {@code (a, b) AS} of CREATE TABLE AS. */
  protected final boolean namesThenAs() {
    if (kind(1) != LPAREN) {
      return false;
    }
    int i = 2;
    while (nameAhead(i) && kind(i + 1) == COMMA) {
      i += 2;
    }
    return nameAhead(i) && kind(i + 1) == RPAREN && kind(i + 2) == AS;
  }

  protected final boolean lateralAhead() {
    return kind(1) == LATERAL && (kind(2) == LPAREN || (nameAhead(2) && kind(3) == LPAREN));
  }

  /** A base window's name at the start of a window specification. */
  protected final boolean baseWindowAhead() {
    return nameAhead(1)
        && !(word(1, "PARTITION") && word(2, "BY"))
        && !word(1, "ROWS")
        && !word(1, "RANGE")
        && !word(1, "GROUPS");
  }

  /** EXPLAIN's options in parentheses rather than a query in parentheses. */
  protected final boolean explainOptionsAhead() {
    return kind(1) == LPAREN && kind(2) == IDENTIFIER;
  }

  /** Whether a value follows the name of a COPY option, which was consumed last. */
  protected final boolean copyValueAhead() {
    Token option = getToken(0);
    return option.kind == NULL
        || COPY_OPTIONS_WITH_VALUE.contains(option.image.toUpperCase(Locale.ROOT))
        || kind(1) == TRUE
        || kind(1) == FALSE
        || kind(1) == ON
        || word(1, "OFF")
        || kind(1) == UNSIGNED_INTEGER_LITERAL;
  }
}
