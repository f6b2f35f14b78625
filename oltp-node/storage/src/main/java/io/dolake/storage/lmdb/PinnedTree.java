package io.dolake.storage.lmdb;

import java.nio.ByteBuffer;
import org.lmdbjava.Txn;

/**
 * Keeps LMDB from reusing any page of the tree that was current when it was made, until every
 * holder has closed it. Thread-safe; harmless after the environment is closed.
 */
public final class PinnedTree implements AutoCloseable {
  private final LmdbEnvironment environment;
  private final Txn<ByteBuffer> txn;
  private final long lmdbTxnId;
  private int holders = 1;

  PinnedTree(LmdbEnvironment environment, Txn<ByteBuffer> txn) {
    this.environment = environment;
    this.txn = txn;
    this.lmdbTxnId = txn.getId();
  }

  /** Number of the LMDB commit that is pinned. */
  public long lmdbTxnId() {
    return lmdbTxnId;
  }

  /** Adds a holder, who closes the tree once as well. */
  public synchronized void retain() {
    if (holders == 0) {
      throw new IllegalStateException("the tree is no longer pinned");
    }
    holders++;
  }

  /** Once for each holder; more calls change nothing. */
  @Override
  public synchronized void close() {
    if (holders > 0 && --holders == 0) {
      environment.unpin(txn);
    }
  }
}
