package io.dolake.sql.dml;

import io.dolake.sql.exec.SessionView;

/** What writing statements need of the session they run in. */
public interface WriteSession extends SessionView {
  /** Foreign keys whose check waits for the end of the transaction. */
  PendingChecks deferredChecks();

  /** Whether foreign keys are enforced: PRAGMA foreign_keys. */
  boolean enforcesForeignKeys();

  /** Whether all foreign keys wait for the end of the transaction. */
  boolean defersForeignKeys();

  void setLastInsertRowId(long rowId);

  /** Sets {@code foreign_keys} or {@code defer_foreign_keys}. */
  void setPragma(String name, boolean on);
}
