package io.dolake.sql.statement;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.parse.ConflictAction;
import java.util.List;

/** A statement ready to run inside a transaction. Immutable and thread-safe. */
public interface StatementPlan {
  /** Columns of its rows; empty when it has none. */
  default List<ResultColumn> columns() {
    return List.of();
  }

  /** Type of each parameter by position; ANY where nothing tells. */
  default List<ColumnType> parameterTypes() {
    return List.of();
  }

  default boolean returnsRows() {
    return !columns().isEmpty();
  }

  /** Whether it leaves data and schema as they are. */
  boolean readOnly();

  /** Whether it locks rows all the same, as SELECT ... FOR UPDATE does. */
  default boolean locksRows() {
    return false;
  }

  /** Whether it changes the schema. */
  default boolean changesSchema() {
    return false;
  }

  /** Whether it makes temporary objects, so that the session needs a place for them. */
  default boolean createsTemporary() {
    return false;
  }

  /**
   * Whether it does nothing at all when it fails, because it writes one row at most: such a
   * statement needs no savepoint.
   */
  default boolean atomic() {
    return readOnly();
  }

  /** Whether it touches a few rows by key only. */
  default boolean shortRunning() {
    return false;
  }

  /** What becomes of the statement and its transaction when a constraint is violated. */
  default ConflictAction onViolation() {
    return ConflictAction.ABORT;
  }

  /** How it runs, one step a line. */
  List<String> explain();

  /**
   * Runs it. Everything that changes data has been done when this returns; only queries go on while
   * rows are pulled.
   */
  StatementResult run(ExecutionContext context);
}
