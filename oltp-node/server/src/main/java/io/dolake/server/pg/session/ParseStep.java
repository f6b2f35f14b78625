package io.dolake.server.pg.session;

import io.dolake.server.pg.statement.ServerStatementParser;
import io.dolake.server.pg.wire.PgType;
import java.util.List;

/** Prepares a statement under a name. */
final class ParseStep implements Step {
  private final PgSession session;
  private final String name;
  private final String sql;
  private final List<PgType> declaredTypes;

  ParseStep(PgSession session, String name, String sql, List<PgType> declaredTypes) {
    this.session = session;
    this.name = name;
    this.sql = sql;
    this.declaredTypes = declaredTypes;
  }

  @Override
  public Outcome run() {
    ClientStatement statement;
    if (ServerStatementParser.isEmpty(sql)) {
      statement = ClientStatement.EMPTY;
    } else {
      statement = session.prepare(sql, declaredTypes);
      if (statement == null) {
        return Outcome.NEEDS_WORKER;
      }
    }
    session.extended().define(name, statement);
    session.out().parseComplete();
    return Outcome.DONE;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
