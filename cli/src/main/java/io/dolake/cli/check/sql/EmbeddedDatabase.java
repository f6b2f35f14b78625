package io.dolake.cli.check.sql;

import io.dolake.sql.PreparedSql;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlEngine;
import io.dolake.sql.SqlEngines;
import io.dolake.sql.SqlExpressionCompiler;
import io.dolake.sql.SqlSession;
import io.dolake.storage.Durability;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An engine on a store in a directory, with one session. Not synced to disk: for checks only. */
final class EmbeddedDatabase implements AutoCloseable {
  private static final long MEMORY_BYTES = 512L << 20;

  /** Far above what any statement takes, also where a check runs at the lowest priority. */
  private static final Duration STATEMENT_LIMIT = Duration.ofMinutes(20);

  private final ShardStore store;
  private final SqlEngine engine;
  private final SqlSession session;

  EmbeddedDatabase(Path directory) {
    store =
        ShardStores.open(
            directory,
            StoreConfig.builder()
                .durability(Durability.OS)
                .expressionCompiler(new SqlExpressionCompiler())
                .build());
    engine = SqlEngines.create(store);
    SessionOptions defaults = SessionOptions.DEFAULT;
    session =
        engine.openSession(
            new SessionOptions(
                defaults.user(),
                defaults.database(),
                defaults.isolation(),
                STATEMENT_LIMIT,
                defaults.lockTimeout(),
                MEMORY_BYTES));
  }

  SqlSession session() {
    return session;
  }

  /** Runs a statement to its end and waits until what it changed is visible. */
  List<Object[]> run(String sql) {
    PreparedSql statement = session.prepare(sql, List.of());
    List<Object[]> rows = new ArrayList<>();
    SqlCursor cursor = session.execute(statement);
    try (cursor) {
      int width = cursor.columns().size();
      while (cursor.next()) {
        Object[] row = new Object[width];
        for (int i = 0; i < width; i++) {
          row[i] = cursor.value(i);
        }
        rows.add(row);
      }
    }
    cursor.durable().join();
    return rows;
  }

  @Override
  public void close() {
    session.close();
    engine.close();
    store.close();
  }
}
