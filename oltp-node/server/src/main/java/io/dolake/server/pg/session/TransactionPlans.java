package io.dolake.server.pg.session;

import io.dolake.sql.PreparedSql;
import io.dolake.sql.SqlSession;
import java.util.List;

/** The plans of BEGIN, COMMIT and ROLLBACK, made once for all sessions. Thread-safe. */
public final class TransactionPlans {
  private volatile PreparedSql begin;
  private volatile PreparedSql commit;
  private volatile PreparedSql rollback;

  PreparedSql begin(SqlSession session) {
    if (begin == null) {
      begin = session.prepare("BEGIN", List.of());
    }
    return begin;
  }

  PreparedSql commit(SqlSession session) {
    if (commit == null) {
      commit = session.prepare("COMMIT", List.of());
    }
    return commit;
  }

  PreparedSql rollback(SqlSession session) {
    if (rollback == null) {
      rollback = session.prepare("ROLLBACK", List.of());
    }
    return rollback;
  }
}
