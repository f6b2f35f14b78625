package io.dolake.storage.lmdb;

import java.nio.ByteBuffer;
import org.lmdbjava.Txn;

/**
 * Keeps LMDB from reusing any page of the tree that was current when it was made. Thread-safe;
 * close is idempotent, and harmless after the environment is closed.
 */
public final class PinnedTree implements AutoCloseable {
  private final LmdbEnvironment environment;
  private final Txn<ByteBuffer> txn;
  private final long lmdbTxnId;
  private boolean closed;

  PinnedTree(LmdbEnvironment environment, Txn<ByteBuffer> txn) {
    this.environment = environment;
    this.txn = txn;
    this.lmdbTxnId = txn.getId();
  }

  /** Number of the LMDB commit that is pinned. */
  public long lmdbTxnId() {
    return lmdbTxnId;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      environment.unpin(txn);
    }
  }
}
