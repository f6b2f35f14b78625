package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.types.TextForm;

/** PostgreSQL's functions about NOTIFY. */
final class NotificationFunctions {
  private NotificationFunctions() {}

  static void register(FunctionRegistry registry) {
    registry.volatileFunction(
        "pg_notify", 2, 2, ColumnType.TEXT, ColumnType.TEXT, NotificationFunctions::announce);
    registry.volatileFunction(
        "pg_notification_queue_usage",
        0,
        0,
        ColumnType.REAL,
        (args, frame) -> frame.context().session().notifications().queueUsage());
  }

  /** Returns void in PostgreSQL, which is an empty text. */
  private static Object announce(Object[] args, Frame frame) {
    frame.context().session().notifications().notify(text(args[0]), text(args[1]));
    return "";
  }

  private static String text(Object value) {
    return value == null ? "" : TextForm.of(value);
  }
}
