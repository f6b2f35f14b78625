package io.dolake.sql.parse;

import io.dolake.storage.IsolationLevel;

/** What BEGIN and SET TRANSACTION ask for; null where nothing was said. */
public final class TransactionModes {
  public IsolationLevel isolation;
  public Boolean readOnly;

  /** IMMEDIATE or EXCLUSIVE. */
  public boolean immediate;
}
