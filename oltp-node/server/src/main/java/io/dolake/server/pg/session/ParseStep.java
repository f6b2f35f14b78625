package io.dolake.server.pg.session;

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
    if (isBlank(sql)) {
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

  private static boolean isBlank(String sql) {
    for (int i = 0; i < sql.length(); i++) {
      if (sql.charAt(i) > ' ' && sql.charAt(i) != ';') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
