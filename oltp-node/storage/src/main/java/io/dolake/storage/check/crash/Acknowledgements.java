package io.dolake.storage.check.crash;

import io.dolake.common.Lsn;

/** What clients of the store were told before the crash. Implementations are thread-safe. */
interface Acknowledgements {
  /** The client's transfer with this number is committed. */
  void transferCommitted(int client, long seq, Lsn lsn);

  void ddlCommitted(long step, Lsn lsn);

  /** A log reader was given this transaction. */
  void transactionRead(Lsn lsn);

  /** The slot's confirmation returned. */
  void slotConfirmed(Lsn lsn);
}
