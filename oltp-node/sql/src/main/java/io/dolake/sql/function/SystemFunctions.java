package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.parse.ConflictAction;
import java.util.List;
import java.util.Locale;

/** Functions that ask the session or the product. */
final class SystemFunctions {
  /** The SQLite whose behaviour is followed. */
  static final String SQLITE_VERSION = "3.53.2";

  private SystemFunctions() {}

  static void register(FunctionRegistry registry) {
    registry.volatileFunction("raise", 1, 2, ColumnType.ANY, SystemFunctions::raise);
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
      registry.stable(
          name, 0, 0, ColumnType.TEXT, (args, frame) -> frame.context().session().user());
    }
    for (String name : List.of("current_database", "current_catalog")) {
      registry.stable(
          name, 0, 0, ColumnType.TEXT, (args, frame) -> frame.context().session().database());
    }
  }

  private static Object raise(Object[] arguments, Frame frame) {
    if (!frame.context().isNested()) {
      throw new DoLakeException(
          ErrorCode.SYNTAX_ERROR, "RAISE() may only be used within a trigger-program");
    }
    ConflictAction action =
        switch (String.valueOf(arguments[0]).toUpperCase(Locale.ROOT)) {
          case "IGNORE" -> ConflictAction.IGNORE;
          case "FAIL" -> ConflictAction.FAIL;
          case "ROLLBACK" -> ConflictAction.ROLLBACK;
          case "ABORT" -> ConflictAction.ABORT;
          default ->
              throw new DoLakeException(
                  ErrorCode.SYNTAX_ERROR,
                  "RAISE() takes IGNORE, or ABORT, FAIL or ROLLBACK with a message");
        };
    throw new RaiseException(
        action, arguments.length < 2 ? "ignored" : String.valueOf(arguments[1]));
  }
}
