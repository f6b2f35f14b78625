package io.dolake.sql.parse;

import io.dolake.sql.SqlException;
import io.dolake.sql.parse.impl.GeneratedParser;
import io.dolake.sql.parse.impl.ParseException;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Parses SQL. Thread-safe: every call has a parser of its own. Errors are {@link SqlException} with
 * SYNTAX_ERROR, FEATURE_NOT_SUPPORTED or STATEMENT_TOO_COMPLEX and the place in the text.
 */
public final class SqlParser {
  private SqlParser() {}

  @FunctionalInterface
  private interface Production<T> {
    T parse(GeneratedParser parser) throws ParseException;
  }

  /** Parses one statement; a semicolon may end it. */
  public static Parsed parseStatement(String sql) {
    SqlLexer lexer = new SqlLexer(sql);
    GeneratedParser parser = parser(sql, lexer);
    Statement statement = run(sql, parser, GeneratedParser::StatementEof);
    return new Parsed(statement, ((ParserBase) parser).parameterNames());
  }

  /** Parses a query. */
  public static SqlNode parseQuery(String sql) {
    return run(sql, parser(sql, new SqlLexer(sql)), GeneratedParser::QueryEof);
  }

  /** Parses an expression, such as the catalog keeps for defaults and constraints. */
  public static SqlNode parseExpression(String sql) {
    return run(sql, parser(sql, new SqlLexer(sql)), GeneratedParser::ExprEof);
  }

  /** Parses the name of a type. */
  public static DeclaredType parseType(String text) {
    return run(text, parser(text, new SqlLexer(text)), GeneratedParser::TypeEof);
  }

  /**
   * Cuts a script at its top-level semicolons; empty statements are left out. Those inside CREATE
   * TRIGGER do not count.
   */
  public static List<String> split(String script) {
    return new ScriptSplitter(script).split();
  }

  /** One-based character position of a node in its statement's text, for errors. */
  public static int characterPosition(String sql, SqlParserPos position) {
    int line = 1;
    int lineStart = 0;
    while (line < position.getLineNum()) {
      int newline = sql.indexOf('\n', lineStart);
      if (newline < 0) {
        break;
      }
      lineStart = newline + 1;
      line++;
    }
    return lineStart + position.getColumnNum();
  }

  /** Place of the first part of a name, from zero. */
  public static int startOfFirstName(String sql, SqlIdentifier name) {
    return startOfPart(sql, name, 0);
  }

  /** Place of the last part of a qualified name, from zero. */
  public static int startOfLastName(String sql, SqlIdentifier name) {
    return startOfPart(sql, name, name.names.size() - 1);
  }

  private static int startOfPart(String sql, SqlIdentifier name, int part) {
    return characterPosition(sql, name.getComponentParserPosition(part)) - 1;
  }

  private static GeneratedParser parser(String sql, SqlLexer lexer) {
    GeneratedParser parser = new GeneratedParser(lexer);
    ((ParserBase) parser).start(sql, lexer);
    return parser;
  }

  private static <T> T run(String sql, GeneratedParser parser, Production<T> production) {
    try {
      return production.parse(parser);
    } catch (ParseException e) {
      if (e.currentToken == null || e.currentToken.next == null) {
        throw ParseErrors.syntax(sql, sql.length(), sql.length());
      }
      SqlToken unexpected = (SqlToken) e.currentToken.next;
      throw ParseErrors.syntax(sql, unexpected.start(), unexpected.end());
    } catch (StackOverflowError e) {
      throw ParseErrors.tooDeep(ParserBase.MAX_NESTING);
    }
  }
}
