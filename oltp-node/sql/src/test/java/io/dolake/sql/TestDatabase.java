package io.dolake.sql;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.session.Engine;
import io.dolake.storage.Durability;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A real store with an engine and one session, for tests. */
public final class TestDatabase implements AutoCloseable {
  private final ShardStore store;
  private final Engine engine;
  private final SqlSession session;

  public TestDatabase(Path directory) {
    store =
        ShardStores.open(
            directory,
            StoreConfig.builder()
                .durability(Durability.OS)
                .expressionCompiler(new SqlExpressionCompiler())
                .build());
    engine = SqlEngines.create(store);
    session = engine.openSession(SessionOptions.DEFAULT);
  }

  public ShardStore store() {
    return store;
  }

  public Engine engine() {
    return engine;
  }

  public SqlSession session() {
    return session;
  }

  public SqlSession newSession() {
    return engine.openSession(SessionOptions.DEFAULT);
  }

  /** Runs a script; returns the number of rows its last statement changed. */
  public long run(String script) {
    return run(session, script);
  }

  public static long run(SqlSession session, String script) {
    long count = 0;
    for (String sql : session.split(script)) {
      try (SqlCursor cursor = session.execute(session.prepare(sql, List.of()))) {
        while (cursor.next()) {
          continue;
        }
        cursor.close();
        cursor.durable().join();
        count = cursor.rowCount();
      }
    }
    return count;
  }

  /** Rows of a query, each as its values with bars between. */
  public List<String> query(String sql, Object... parameters) {
    return query(session, sql, parameters);
  }

  public static List<String> query(SqlSession session, String sql, Object... parameters) {
    List<String> rows = new ArrayList<>();
    List<ColumnType> none = List.of();
    try (SqlCursor cursor = session.execute(session.prepare(sql, none), parameters)) {
      while (cursor.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < cursor.columns().size(); i++) {
          values.add(text(cursor.value(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? "x'" + HexFormat.of().formatHex(bytes) + "'"
        : String.valueOf(value);
  }

  @Override
  public void close() {
    session.close();
    engine.close();
    store.close();
  }
}
