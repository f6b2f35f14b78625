package io.dolake.sql;

import io.dolake.common.type.ColumnType;
import java.util.List;

/** A planned statement. Immutable; can be used by any session of its engine. */
public interface PreparedSql {
  String text();

  /** First words for the command tag: SELECT, INSERT, CREATE TABLE, BEGIN, ... */
  String command();

  /** Type of each parameter; ANY where nothing tells. */
  List<ColumnType> parameterTypes();

  /** Name of each parameter ({@code :a}, {@code @a}), or null where it is positional. */
  List<String> parameterNames();

  /** Columns of the result; empty for statements without rows. */
  List<ResultColumn> columns();

  /** Whether it returns rows: a query, or DML with RETURNING. */
  boolean returnsRows();

  /** Whether it can change data or schema. */
  boolean readOnly();

  /**
   * Whether it touches at most a few rows by key and so is over in microseconds unless it waits for
   * a lock. The server runs such statements on its network threads, where no lock is ever waited
   * for; see {@link io.dolake.storage.LockWouldWaitException}.
   */
  default boolean shortRunning() {
    return false;
  }
}
