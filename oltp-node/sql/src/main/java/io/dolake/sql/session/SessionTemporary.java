package io.dolake.sql.session;

import io.dolake.common.catalog.Catalog;
import io.dolake.sql.SqlExpressionCompiler;
import io.dolake.sql.temp.TempDatabase;
import io.dolake.storage.ShardTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The session's temporary objects, for which a place is made when the first one is created. */
final class SessionTemporary implements AutoCloseable {
  private static final AtomicLong SCOPES = new AtomicLong();

  private final SessionSettings settings;
  private TempDatabase database;

  /** Tells this session's plans from others' once it has names of its own. */
  private String scope;

  SessionTemporary(SessionSettings settings) {
    this.settings = settings;
  }

  boolean isOpen() {
    return database != null;
  }

  void open() {
    if (database == null) {
      database = TempDatabase.open(new SqlExpressionCompiler());
      scope = "temp " + SCOPES.incrementAndGet();
    }
  }

  /** Schemas that names are looked up in: temporary objects hide others. */
  List<String> lookupPath() {
    return database == null ? settings.searchPath() : with(TempDatabase.SCHEMA);
  }

  /** What a name's meaning depends on, for the plan cache. */
  List<String> cacheScope() {
    return database == null ? settings.searchPath() : with(scope);
  }

  private List<String> with(String first) {
    List<String> path = new ArrayList<>();
    path.add(first);
    path.addAll(settings.searchPath());
    return path;
  }

  ShardTransaction join(ShardTransaction transaction) {
    return database == null ? transaction : database.join(transaction);
  }

  Catalog join(Catalog catalog) {
    return database == null ? catalog : database.join(catalog);
  }

  @Override
  public void close() {
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
