package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import java.util.List;

/** Functions that ask the session or the product. */
final class SystemFunctions {
  /** The SQLite whose behaviour is followed. */
  static final String SQLITE_VERSION = "3.53.2";

  private SystemFunctions() {}

  static void register(FunctionRegistry registry) {
    registry.volatileFunction(
        "last_insert_rowid",
        0,
        0,
        ColumnType.INTEGER,
        (args, frame) -> frame.context().session().lastInsertRowId());
    registry.volatileFunction(
        "changes", 0, 0, ColumnType.INTEGER, (args, frame) -> frame.context().session().changes());
    registry.volatileFunction(
        "total_changes",
        0,
        0,
        ColumnType.INTEGER,
        (args, frame) -> frame.context().session().totalChanges());
    registry.pure("sqlite_version", 0, 0, ColumnType.TEXT, (args, frame) -> SQLITE_VERSION);
    registry.pure(
        "sqlite_source_id", 0, 0, ColumnType.TEXT, (args, frame) -> "DoLake " + SQLITE_VERSION);
    for (String name : List.of("current_user", "session_user", "user", "current_role")) {
      registry.volatileFunction(
          name, 0, 0, ColumnType.TEXT, (args, frame) -> frame.context().session().user());
    }
    for (String name : List.of("current_database", "current_catalog")) {
      registry.volatileFunction(
          name, 0, 0, ColumnType.TEXT, (args, frame) -> frame.context().session().database());
    }
    registry.volatileFunction(
        "current_schema",
        0,
        0,
        ColumnType.TEXT,
        (args, frame) -> frame.context().session().searchPath().get(0));
  }
}
