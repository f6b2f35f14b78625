package io.dolake.sql.session;

import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import java.util.List;

/** A statement that is addressed to the session rather than to the data. Immutable. */
interface SessionCommand {
  default List<ResultColumn> columns() {
    return List.of();
  }

  /** Whether it is allowed in a failed transaction. */
  default boolean endsFailure() {
    return false;
  }

  SqlCursor run(Session session);
}
