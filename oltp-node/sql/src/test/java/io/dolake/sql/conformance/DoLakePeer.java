package io.dolake.sql.conformance;

import io.dolake.common.error.DoLakeException;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Our engine, embedded on a real store. */
final class DoLakePeer {
  private static final Set<String> WRITES = Set.of("INSERT", "UPDATE", "DELETE");

  private final SqlSession session;

  DoLakePeer(SqlSession session) {
    this.session = session;
  }

  /** With the values as SQLite would have them. */
  Outcome runLikeSqlite(String sql) {
    return run(sql, Cells::ofSqlite);
  }

  Outcome run(String sql) {
    return run(sql, Cells::of);
  }

  private Outcome run(String sql, Function<Object, String> cell) {
    SqlCursor finished;
    Outcome outcome;
    try {
      try (SqlCursor cursor = session.execute(session.prepare(sql, List.of()))) {
        finished = cursor;
        outcome = cursor.columns().isEmpty() ? null : rows(cursor, cell);
      }
      finished.durable().join();
    } catch (DoLakeException e) {
      return Outcome.failed(e.code(), e.getMessage());
    }
    if (outcome != null) {
      return outcome;
    }
    boolean writes = WRITES.contains(finished.command());
    return Outcome.changed(writes ? finished.rowCount() : 0);
  }

  private static Outcome rows(SqlCursor cursor, Function<Object, String> cell) {
    List<String> rows = new ArrayList<>();
    while (cursor.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < cursor.columns().size(); i++) {
        cells.add(cell.apply(cursor.value(i)));
      }
      rows.add(String.join("|", cells));
    }
    return Outcome.rows(cursor.columns().stream().map(ResultColumn::name).toList(), rows);
  }
}
