package io.dolake.sql;

import io.dolake.sql.pgcatalog.PgCatalog;
import io.dolake.sql.plan.RelationProvider;
import io.dolake.sql.pragma.SqliteRelations;
import io.dolake.sql.session.CombinedRelations;
import io.dolake.sql.session.Engine;
import io.dolake.storage.ShardStore;
import java.util.List;

/** Makes engines. */
public final class SqlEngines {
  private SqlEngines() {}

  /** An engine that names columns as SQLite does. */
  public static Engine create(ShardStore store) {
    return create(store, ColumnNames.AS_WRITTEN);
  }

  /**
   * An engine on a store that was opened with {@link SqlExpressionCompiler}. The caller keeps the
   * store open while the engine is in use, and closes it afterwards.
   */
  public static Engine create(ShardStore store, ColumnNames columnNames) {
    RelationProvider relations =
        new CombinedRelations(List.of(SqliteRelations.shared(), PgCatalog.shared()));
    return new Engine(store, relations, columnNames);
  }
}
