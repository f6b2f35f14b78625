package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings into LMDB what is in the log already and will be there after a restart, so that a full
 * disk must not make it fail: waits until there is room, the shard is closed or the patience ends.
 */
final class DiskPatience {
  private static final Logger LOG = LoggerFactory.getLogger(DiskPatience.class);

  /** How long commits that are in the log wait for room in LMDB's file before the store stops. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Closing closing;

  /** The end of the shard's life, which nobody has to wait for longer than it takes to see it. */
  interface Closing {
    /** Waits this long at most; whether the shard began to close. */
    boolean beginsWithin(long nanos);
  }

  DiskPatience(Closing closing) {
    this.closing = closing;
  }

  /**
   * Runs an LMDB commit that may be repeated.
   *
   * @throws DoLakeException DISK_FULL if there was no room all the time
   */
  void run(Runnable commit) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    boolean told = false;
    while (true) {
      try {
        commit.run();
        return;
      } catch (DoLakeException e) {
        if (e.code() != ErrorCode.DISK_FULL || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        if (!told) {
          told = true;
          LOG.error("commits wait for disk space: {}", e.getMessage());
        }
        if (closing.beginsWithin(RETRY_NANOS)) {
          throw e;
        }
      }
    }
  }
}
