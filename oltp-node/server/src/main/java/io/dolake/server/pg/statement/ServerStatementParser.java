package io.dolake.server.pg.statement;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells the statements that the server carries out itself from those for the engine. */
public final class ServerStatementParser {
  private ServerStatementParser() {}

  /** Whether there is no statement in the text: white space, comments and semicolons only. */
  public static boolean isEmpty(String sql) {
    int at = SqlScanner.skipBlanks(sql, 0);
    while (at < sql.length() && sql.charAt(at) == ';') {
      at = SqlScanner.skipBlanks(sql, at + 1);
    }
    return at >= sql.length();
  }

  /** The statement, or null when it is one for the engine. */
  public static ServerStatement parse(String sql) {
    int at = SqlScanner.skipBlanks(sql, 0);
    if (at >= sql.length() || !mayBeOurs(sql.charAt(at))) {
      return null;
    }
    int end = at;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
      end++;
    }
    return switch (sql.substring(at, end).toLowerCase(Locale.ROOT)) {
      case "copy" -> CopyStatement.parse(new SqlScanner(sql));
      case "create" -> user(sql, UserStatement.Action.CREATE);
      case "alter" -> user(sql, UserStatement.Action.ALTER);
      case "drop" -> user(sql, UserStatement.Action.DROP);
      case "declare" -> declare(new SqlScanner(sql));
      case "fetch" -> fetch(new SqlScanner(sql), false);
      case "move" -> fetch(new SqlScanner(sql), true);
      case "close" -> new ServerStatement.CloseCursor(nameOrAll(new SqlScanner(sql)));
      case "prepare" -> prepare(new SqlScanner(sql));
      case "execute" -> execute(new SqlScanner(sql));
      case "deallocate" -> new ServerStatement.Deallocate(nameOrAll(new SqlScanner(sql)));
      case "discard" -> discard(new SqlScanner(sql));
      default -> null;
    };
  }

  /** First letters of our statements: the common SELECT, INSERT, UPDATE, BEGIN fall through. */
  private static boolean mayBeOurs(char first) {
    return switch (first) {
      case 'a', 'A', 'c', 'C', 'd', 'D', 'e', 'E', 'f', 'F', 'm', 'M', 'p', 'P' -> true;
      default -> false;
    };
  }

  private static ServerStatement user(String sql, UserStatement.Action action) {
    SqlScanner in = new SqlScanner(sql);
    SqlScanner ahead = new SqlScanner(sql);
    ahead.advance();
    return ahead.isWord("user") || ahead.isWord("role") ? UserStatement.parse(in, action) : null;
  }

  private static ServerStatement declare(SqlScanner in) {
    in.advance();
    String name = in.expectName();
    while (in.skipWord("binary") || in.skipWord("insensitive") || in.skipWord("asensitive")) {}
    if (in.isWord("scroll")) {
      throw unsupported("scrollable cursors", "Declare the cursor without SCROLL.");
    }
    if (in.skipWord("no")) {
      in.expectWord("scroll");
    }
    in.expectWord("cursor");
    boolean hold = in.skipWord("with");
    if (hold || in.skipWord("without")) {
      in.expectWord("hold");
    }
    in.expectWord("for");
    return new ServerStatement.DeclareCursor(name, in.rest(), hold);
  }

  private static ServerStatement fetch(SqlScanner in, boolean move) {
    in.advance();
    long count = 1;
    if (in.skipWord("next")) {
      count = 1;
    } else if (in.skipWord("all")) {
      count = Long.MAX_VALUE;
    } else if (in.kind() == SqlScanner.Kind.NUMBER) {
      count = number(in);
    } else if (in.skipWord("forward")) {
      if (in.skipWord("all")) {
        count = Long.MAX_VALUE;
      } else if (in.kind() == SqlScanner.Kind.NUMBER) {
        count = number(in);
      }
    } else if (in.isWord("backward")
        || in.isWord("prior")
        || in.isWord("first")
        || in.isWord("last")
        || in.isWord("absolute")
        || in.isWord("relative")
        || in.isSymbol('-')) {
      throw unsupported("fetching other than forward", "Use FETCH FORWARD.");
    }
    if (!in.skipWord("from")) {
      in.skipWord("in");
    }
    String name = in.expectName();
    in.expectEnd();
    return new ServerStatement.FetchCursor(name, count, move);
  }

  private static long number(SqlScanner in) {
    try {
      return Long.parseLong(in.text());
    } catch (NumberFormatException e) {
      throw in.error("expected a whole number");
    } finally {
      in.advance();
    }
  }

  private static Optional<String> nameOrAll(SqlScanner in) {
    in.advance();
    in.skipWord("prepare");
    boolean all = in.isWord("all");
    String name = in.expectName();
    in.expectEnd();
    return all ? Optional.empty() : Optional.of(name);
  }

  private static ServerStatement prepare(SqlScanner in) {
    in.advance();
    String name = in.expectName();
    List<String> types = List.of();
    if (in.isSymbol('(')) {
      types = CopyStatement.names(in);
    }
    in.expectWord("as");
    return new ServerStatement.PrepareStatement(name, types, in.rest());
  }

  private static ServerStatement execute(SqlScanner in) {
    in.advance();
    String name = in.expectName();
    List<Optional<String>> literals = new ArrayList<>();
    if (in.skipSymbol('(')) {
      do {
        literals.add(literal(in));
      } while (in.skipSymbol(','));
      in.expectSymbol(')');
    }
    in.expectEnd();
    return new ServerStatement.ExecuteStatement(name, literals);
  }

  private static Optional<String> literal(SqlScanner in) {
    if (in.skipWord("null")) {
      return Optional.empty();
    }
    if (in.kind() == SqlScanner.Kind.STRING || in.isWord("true") || in.isWord("false")) {
      return Optional.of(in.take());
    }
    String sign = in.skipSymbol('-') ? "-" : "";
    if (in.kind() != SqlScanner.Kind.NUMBER) {
      throw in.error("expected a literal");
    }
    return Optional.of(sign + in.take());
  }

  private static ServerStatement discard(SqlScanner in) {
    in.advance();
    String what = in.expectName().toUpperCase(Locale.ROOT);
    in.expectEnd();
    return new ServerStatement.DiscardAll(what);
  }

  private static DoLakeException unsupported(String what, String hint) {
    return new DoLakeException(ErrorCode.FEATURE_NOT_SUPPORTED, what + " is not supported", hint);
  }
}
