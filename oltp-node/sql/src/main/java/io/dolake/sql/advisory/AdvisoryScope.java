package io.dolake.sql.advisory;

/** How long an advisory lock is held, unless it is given up earlier. */
public enum AdvisoryScope {
  SESSION,
  /** Until the transaction ends; such a lock cannot be given up by itself. */
  TRANSACTION
}
