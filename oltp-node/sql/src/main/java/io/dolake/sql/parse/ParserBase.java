package io.dolake.sql.parse;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.impl.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What the actions of our productions call to make nodes. The generated parser extends it, so that
 * the grammar files stay grammar. One instance parses one text on one thread.
 */
public abstract class ParserBase extends TokenLookahead {
  /** Longest chain of open expressions, queries and operators. */
  static final int MAX_NESTING = 200;

  private static final SqlOperator CONCAT_FUNCTIONS = SqlStdOperatorTable.COLLECTION_TABLE;

  private String source;
  private SqlLexer lexer;
  private final List<String> parameterNames = new ArrayList<>();
  private final List<Integer> caseNesting = new ArrayList<>(List.of(0));
  private int nesting;

  final void start(String sql, SqlLexer sqlLexer) {
    source = sql;
    lexer = sqlLexer;
    setQuotedCasing(Casing.UNCHANGED);
    setUnquotedCasing(Casing.UNCHANGED);
  }

  @Override
  final Token fetchToken() {
    return lexer.getNextToken();
  }

  final List<String> parameterNames() {
    return parameterNames;
  }

  // Text and positions

  protected final SqlParserPos positionOf(Token token) {
    return new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
  }

  /** From a token to the last one consumed. */
  protected final SqlParserPos spanFrom(Token first) {
    Token last = getToken(0);
    return new SqlParserPos(first.beginLine, first.beginColumn, last.endLine, last.endColumn);
  }

  protected final SqlParserPos spanFrom(SqlNode first) {
    Token last = getToken(0);
    SqlParserPos position = first.getParserPosition();
    return new SqlParserPos(
        position.getLineNum(), position.getColumnNum(), last.endLine, last.endColumn);
  }

  /** The same node at another place, if it is not a name. */
  protected static SqlNode withPosition(SqlNode node, SqlParserPos position) {
    boolean there = node.getParserPosition().equals(position);
    return there || node instanceof SqlIdentifier ? node : node.clone(position);
  }

  /** The text from a token to the last one consumed. */
  protected final String textFrom(Token first) {
    return source.substring(((SqlToken) first).start(), ((SqlToken) getToken(0)).end());
  }

  private static int offsetOf(Token token) {
    return ((SqlToken) token).start();
  }

  // Limits and errors

  protected final void enter() {
    if (++nesting > MAX_NESTING) {
      throw ParseErrors.tooDeep(MAX_NESTING);
    }
  }

  protected final void leave() {
    nesting--;
  }

  protected final void expectWord(String expected) {
    Token token = getToken(1);
    if (!wordIs(token, expected)) {
      throw syntaxError(token);
    }
  }

  final SqlException syntaxError(Token token) {
    SqlToken at = (SqlToken) token;
    return ParseErrors.syntax(source, at.start(), at.end());
  }

  /** Throws; the result only pleases the grammar's types. */
  protected final Statement unsupported(Token token, String what) {
    throw ParseErrors.unsupported(what.toUpperCase(Locale.ROOT), offsetOf(token));
  }

  protected final SqlException unknownStatement(Token token) {
    if (StatementWords.isUnsupported(token.image)) {
      return ParseErrors.unsupported(token.image.toUpperCase(Locale.ROOT), offsetOf(token));
    }
    String nearest = StatementWords.nearest(token.image);
    SqlToken at = (SqlToken) token;
    return new SqlException(
        ErrorCode.SYNTAX_ERROR,
        "syntax error at or near \"" + source.substring(at.start(), at.end()) + "\"",
        nearest == null ? null : "Did you mean " + nearest + "?",
        at.start() + 1);
  }

  // CASE ... END, where END is no name

  protected final void enterCase() {
    caseNesting.add(nesting);
    enter();
  }

  protected final void leaveCase() {
    caseNesting.remove(caseNesting.size() - 1);
    leave();
  }

  protected final void rejectEndInsideCase() {
    if (caseNesting.size() > 1 && getToken(1).kind == END) {
      throw syntaxError(getToken(1));
    }
  }

  // Names

  protected final SqlIdentifier name(Token token, String text, boolean quoted) {
    SqlParserPos position = positionOf(token);
    return new SqlIdentifier(text, quoted ? position.withQuoting(true) : position);
  }

  protected final SqlIdentifier compound(List<SqlIdentifier> parts, boolean star) {
    if (parts.size() == 1 && !star) {
      return parts.get(0);
    }
    List<String> names = new ArrayList<>();
    List<SqlParserPos> positions = new ArrayList<>();
    for (SqlIdentifier part : parts) {
      names.add(part.getSimple());
      positions.add(part.getParserPosition());
    }
    SqlParserPos whole = SqlParserPos.sum(positions);
    if (star) {
      names.add("");
      positions.add(positionOf(getToken(0)));
      return SqlIdentifier.star(names, whole, positions);
    }
    return new SqlIdentifier(names, null, whole, positions);
  }

  protected final SqlIdentifier lastPart(SqlIdentifier name) {
    return name.isSimple() ? name : name.getComponent(name.names.size() - 1);
  }

  protected final String dotted(SqlIdentifier name) {
    return String.join(".", name.names).toLowerCase(Locale.ROOT);
  }

  protected final String joinNames(List<SqlIdentifier> names) {
    List<String> simple = new ArrayList<>();
    names.forEach(name -> simple.add(name.getSimple()));
    return String.join(",", simple);
  }

  // Literals and parameters

  protected final String unquote(Token token) {
    return token.image;
  }

  protected final SqlNode integer(Token token) {
    return SqlLiteral.createExactNumeric(token.image, positionOf(token));
  }

  /** A 64-bit number that is part of a statement rather than of an expression. */
  protected final Long longOf(Token token, boolean negative) {
    try {
      return Long.valueOf(negative ? "-" + token.image : token.image);
    } catch (NumberFormatException e) {
      throw new SqlException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "the number " + token.image + " is out of range",
          null,
          offsetOf(token) + 1);
    }
  }

  protected final SqlNode blob(Token token) {
    return SqlLiteral.createBinaryString(token.image, positionOf(token));
  }

  /** {@code ?} takes the next number, {@code ?N} and {@code $N} their own, a name its first. */
  protected final SqlNode parameter(Token token) {
    return new org.apache.calcite.sql.SqlDynamicParam(parameterIndex(token), positionOf(token));
  }

  private int parameterIndex(Token token) {
    String image = token.image;
    if (image.equals("?")) {
      parameterNames.add(null);
      return parameterNames.size() - 1;
    }
    char first = image.charAt(1);
    if (image.charAt(0) == '?' || (image.charAt(0) == '$' && first >= '0' && first <= '9')) {
      return numberedParameter(token, image.substring(1));
    }
    int known = parameterNames.indexOf(image);
    if (known < 0) {
      known = parameterNames.size();
      parameterNames.add(image);
    }
    return known;
  }

  private int numberedParameter(Token token, String digits) {
    int limit = 65_535;
    int number =
        digits.length() > 5 || !digits.chars().allMatch(Character::isDigit)
            ? 0
            : Integer.parseInt(digits);
    if (number < 1 || number > limit) {
      throw new SqlException(
          ErrorCode.UNDEFINED_PARAMETER,
          "parameter number " + digits + " is not between 1 and " + limit,
          null,
          offsetOf(token) + 1);
    }
    while (parameterNames.size() < number) {
      parameterNames.add(null);
    }
    return number - 1;
  }

  // Calls

  protected final SqlNode call(SqlOperator operator, Token at, SqlNode... operands) {
    List<SqlParserPos> positions = new ArrayList<>();
    positions.add(positionOf(at));
    for (SqlNode operand : operands) {
      positions.add(operand.getParserPosition());
    }
    return operator.createCall(SqlParserPos.sum(positions), operands);
  }

  protected final SqlNode function(String name, Token first, SqlNode... arguments) {
    return createCall(
        new SqlIdentifier(name, positionOf(first)),
        spanFrom(first),
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        null,
        Arrays.asList(arguments));
  }

  /** A minus before a number makes the number negative, so that the smallest one can be written. */
  protected final SqlNode negate(Token minus, SqlNode operand) {
    if (operand instanceof SqlNumericLiteral number
        && number.bigDecimalValue().signum() >= 0
        && getToken(0) instanceof SqlToken last
        && last.kind != RPAREN) {
      return SqlLiteral.createNegative(
          number, call(SqlStdOperatorTable.UNARY_MINUS, minus, operand).getParserPosition());
    }
    return call(SqlStdOperatorTable.UNARY_MINUS, minus, operand);
  }

  protected final SqlNode pattern(
      Token op, boolean not, SqlNode left, SqlNode pattern, SqlNode escape) {
    SqlOperator operator = SqlOperators.pattern(op.image, not);
    return escape == null
        ? call(operator, op, left, pattern)
        : call(operator, op, left, pattern, escape);
  }

  protected final String trimFunction(Token side) {
    return wordIs(side, "LEADING") ? "LTRIM" : wordIs(side, "TRAILING") ? "RTRIM" : "TRIM";
  }

  /** TRIM([side] [characters] FROM text) and TRIM([side] FROM text, characters). */
  protected final SqlNode trim(String function, Token first, SqlNode a, SqlNode b, SqlNode c) {
    if (b == null) {
      return c == null ? function(function, first, a) : function(function, first, a, c);
    }
    if (a != null) {
      return function(function, first, b, a);
    }
    return c == null ? function(function, first, b) : function(function, first, b, c);
  }

  protected final void skipParentheses() {
    int depth = 0;
    do {
      Token token = consume();
      depth += token.kind == LPAREN ? 1 : token.kind == RPAREN ? -1 : 0;
      if (token.kind == EOF) {
        throw syntaxError(token);
      }
    } while (depth > 0);
  }

  /** Consumes the rest of the statement. */
  protected final void skipToEnd() {
    while (getToken(1).kind != EOF && getToken(1).kind != SEMICOLON) {
      consume();
    }
  }

  /** Consumes the next token whatever it is; the generated parser has it. */
  public abstract Token getNextToken();

  private Token consume() {
    return getNextToken();
  }

  // Relations

  /** {@code SELECT * FROM relation}, for {@code IN table} and {@code TABLE t}. */
  protected final SqlNode selectAllFrom(SqlNode relation) {
    SqlParserPos position = relation.getParserPosition();
    SqlNode from = relation instanceof SqlCall ? tableFunction(relation) : relation;
    return new SqlSelect(
        position,
        SqlNodeList.EMPTY,
        new SqlNodeList(List.of(SqlIdentifier.star(position)), position),
        from,
        null,
        null,
        null,
        SqlNodeList.EMPTY,
        null,
        null,
        null,
        null,
        null);
  }

  protected final SqlNode tableFunction(SqlNode functionCall) {
    return CONCAT_FUNCTIONS.createCall(functionCall.getParserPosition(), functionCall);
  }

  protected final SqlNode withOrdinality(SqlNode tableFunction) {
    SqlNode call = ((SqlCall) tableFunction).operand(0);
    return tableFunction(
        SqlOperators.WITH_ORDINALITY.createCall(tableFunction.getParserPosition(), call));
  }

  /** A query with what follows it, or itself if nothing does. */
  protected final SqlNode ordered(
      SqlNode query, SqlNodeList orderBy, SqlNode offset, SqlNode fetch, List<RowLocking> locking) {
    SqlParserPos position = query.getParserPosition();
    SqlNodeList keys = orderBy == null ? SqlNodeList.EMPTY : orderBy;
    if (!locking.isEmpty()) {
      return new LockingQuery(position, query, keys, offset, fetch, locking);
    }
    return orderBy == null && offset == null && fetch == null
        ? query
        : new SqlOrderBy(position, query, keys, offset, fetch);
  }

  /** UPDATE and DELETE lock their rows anyway. */
  protected final void requireNoLocking(List<RowLocking> locking) {
    if (!locking.isEmpty()) {
      throw ParseErrors.misplaced(locking.get(0).words(), locking.get(0).position());
    }
  }

  protected final SqlSelect distinctOn(SqlSelect select, SqlNodeList keys) {
    return new DistinctOnSelect(select, keys);
  }

  protected final SqlNode alias(SqlNode table, SqlIdentifier alias, List<SqlIdentifier> columns) {
    List<SqlNode> operands = new ArrayList<>();
    operands.add(table);
    operands.add(alias);
    if (columns != null) {
      operands.addAll(columns);
    }
    return SqlStdOperatorTable.AS.createCall(
        SqlParserPos.sum(List.of(table.getParserPosition(), alias.getParserPosition())), operands);
  }

  protected final SqlNode commaJoin(Token comma, SqlNode left, SqlNode right) {
    SqlParserPos position = positionOf(comma);
    return new SqlJoin(
        position,
        left,
        SqlLiteral.createBoolean(false, position),
        JoinType.COMMA.symbol(position),
        right,
        JoinConditionType.NONE.symbol(position),
        null);
  }

  protected final SqlNode join(
      Token first,
      SqlNode left,
      boolean natural,
      JoinType type,
      SqlNode right,
      SqlNode condition,
      List<SqlIdentifier> using) {
    SqlParserPos position = positionOf(first);
    JoinConditionType kind =
        condition != null
            ? JoinConditionType.ON
            : using != null ? JoinConditionType.USING : JoinConditionType.NONE;
    return new SqlJoin(
        position,
        left,
        SqlLiteral.createBoolean(natural, position),
        type.symbol(position),
        right,
        kind.symbol(position),
        using != null ? new SqlNodeList(using, position) : condition);
  }

  // Statements

  protected final ConflictAction conflictAction(Token word) {
    for (ConflictAction action : ConflictAction.values()) {
      if (action.name().equalsIgnoreCase(word.image)) {
        return action;
      }
    }
    throw syntaxError(word);
  }

  protected final void markAutoIncrement(TableBody body) {
    if (body == null) {
      throw syntaxError(getToken(0));
    }
    body.keyAutoIncrement = true;
  }

  /** A channel's name: other than tables', it is in lower case unless quoted. */
  protected final String channel(SqlIdentifier name) {
    return name.getParserPosition().isQuoted()
        ? name.getSimple()
        : name.getSimple().toLowerCase(Locale.ROOT);
  }

  /** Tag of a statement that has nothing to do here, or null. */
  protected final String ignoredStatement() {
    Token token = getToken(1);
    return token.kind == IDENTIFIER
        ? StatementWords.ignoredTag(token.image, getToken(2).image)
        : null;
  }
}
