package io.dolake.server.pg.statement;

import java.util.List;
import java.util.Optional;

/**
 * A statement about the connection or the server rather than the data, which the server carries out
 * itself.
 */
public sealed interface ServerStatement
    permits CopyStatement,
        ServerStatement.DeclareCursor,
        ServerStatement.FetchCursor,
        ServerStatement.CloseCursor,
        ServerStatement.PrepareStatement,
        ServerStatement.ExecuteStatement,
        ServerStatement.Deallocate,
        ServerStatement.DiscardAll,
        UserStatement {
  /** Command tag when it has run. */
  String command();

  /** {@code DECLARE name CURSOR FOR query}. */
  record DeclareCursor(String name, String query, boolean hold) implements ServerStatement {
    @Override
    public String command() {
      return "DECLARE CURSOR";
    }
  }

  /**
   * {@code FETCH} or {@code MOVE}, forward only.
   *
   * @param count rows at most; Long.MAX_VALUE for ALL
   */
  record FetchCursor(String name, long count, boolean move) implements ServerStatement {
    @Override
    public String command() {
      return move ? "MOVE" : "FETCH";
    }
  }

  /** {@code CLOSE name}, or ALL when there is no name. */
  record CloseCursor(Optional<String> name) implements ServerStatement {
    @Override
    public String command() {
      return name.isPresent() ? "CLOSE CURSOR" : "CLOSE CURSOR ALL";
    }
  }

  /** {@code PREPARE name [(types)] AS statement}. */
  record PrepareStatement(String name, List<String> types, String statement)
      implements ServerStatement {
    public PrepareStatement {
      types = List.copyOf(types);
    }

    @Override
    public String command() {
      return "PREPARE";
    }
  }

  /** {@code EXECUTE name [(literals)]}; a null literal is NULL. */
  record ExecuteStatement(String name, List<Optional<String>> literals) implements ServerStatement {
    public ExecuteStatement {
      literals = List.copyOf(literals);
    }

    @Override
    public String command() {
      return "EXECUTE";
    }
  }

  /** {@code DEALLOCATE name}, or ALL when there is no name. */
  record Deallocate(Optional<String> name) implements ServerStatement {
    @Override
    public String command() {
      return name.isPresent() ? "DEALLOCATE" : "DEALLOCATE ALL";
    }
  }

  /** {@code DISCARD ALL}, what connection pools send between borrowers. */
  record DiscardAll(String what) implements ServerStatement {
    @Override
    public String command() {
      return "DISCARD " + what;
    }
  }
}
