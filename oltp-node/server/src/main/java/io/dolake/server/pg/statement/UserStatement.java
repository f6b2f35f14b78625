package io.dolake.server.pg.statement;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.Optional;

/**
 * {@code CREATE|ALTER|DROP USER|ROLE name [[WITH] PASSWORD 'text'|NULL]}.
 *
 * @param password absent where none is named; the text is never logged
 * @param lenient IF [NOT] EXISTS was given
 */
public record UserStatement(
    Action action, String keyword, String name, Optional<String> password, boolean lenient)
    implements ServerStatement {
  /** What to do with the user. */
  public enum Action {
    CREATE,
    ALTER,
    DROP
  }

  static UserStatement parse(SqlScanner in, Action action) {
    in.advance();
    String keyword = in.take().toUpperCase(java.util.Locale.ROOT);
    boolean lenient = in.skipWord("if");
    if (lenient) {
      if (action == Action.CREATE) {
        in.expectWord("not");
      }
      in.expectWord("exists");
    }
    String name = in.expectName();
    Optional<String> password = Optional.empty();
    in.skipWord("with");
    while (in.kind() == SqlScanner.Kind.WORD) {
      String option = in.take();
      switch (option) {
        case "encrypted" -> {}
        case "password" -> password = Optional.of(in.expectString());
        // Every user may do everything until privileges exist.
        case "login", "superuser", "createdb", "createrole", "inherit" -> {}
        default ->
            throw new DoLakeException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "user option \"" + option + "\" is not known",
                "Known options: PASSWORD 'text', LOGIN, SUPERUSER.");
      }
    }
    in.expectEnd();
    return new UserStatement(action, keyword, name, password, lenient);
  }

  @Override
  public String command() {
    return action + " ROLE";
  }

  @Override
  public String toString() {
    return action + " " + keyword + " " + name;
  }
}
