package io.dolake.storage;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.change.Change;
import io.dolake.common.change.TransactionHeader;
import java.time.Duration;

/**
 * Reads committed transactions in LSN order, each once, never one that is not durable. Tails by
 * wake-up. Belongs to one thread; {@link #close} may be called by any and wakes it.
 *
 * <p>Large transactions are streamed: memory use does not depend on their size.
 */
public interface LogReader extends AutoCloseable {
  /**
   * Moves to the next transaction, skipping what is left of the current one. Waits up to the
   * timeout for one to be committed.
   *
   * @return the transaction's header, or null when the wait ended without one
   */
  TransactionHeader nextTransaction(Duration timeout) throws InterruptedException;

  /** Next change of the current transaction, or null after its last. */
  Change nextChange();

  /**
   * A timestamp T such that every transaction with a commit timestamp at or below T has been
   * returned by this reader, and later ones will be above it. Grows with the clock while the shard
   * is idle.
   */
  HlcTimestamp resolvedTimestamp();

  @Override
  void close();
}
