package io.dolake.sql.parse;

/** What INSERT OR ... and UPDATE OR ... do when a row violates a constraint, as in SQLite. */
public enum ConflictAction {
  /** Undo the statement, keep the transaction. */
  ABORT,
  /** Stop, but keep what the statement did so far. */
  FAIL,
  /** Leave the row out and go on. */
  IGNORE,
  /** Delete the rows that are in the way. */
  REPLACE,
  /** Undo the whole transaction. */
  ROLLBACK
}
