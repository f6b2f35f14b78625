package io.dolake.storage.txn;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells a thread that all the last commits were its own: nobody is about to join its next one.
 * Thread-safe; a commit that is missed when threads come at once does no harm.
 */
final class LoneCommitter {
  /** Commits in a row. Two threads that take turns, now and then twice, do not get there. */
  private static final int ENOUGH = 16;

  private static final int COUNT_BITS = 8;
  private static final long COUNT_MASK = (1 << COUNT_BITS) - 1;

  /** The thread of the last commit, and how many of its commits came in a row. */
  private final AtomicLong last = new AtomicLong();

  /** The calling thread commits; whether it has been alone for a while. */
  boolean commits() {
    long thread = Thread.currentThread().getId() << COUNT_BITS;
    long seen = last.get();
    if ((seen & ~COUNT_MASK) != thread) {
      last.set(thread);
      return false;
    }
    if ((seen & COUNT_MASK) < ENOUGH) {
      last.set(seen + 1);
      return false;
    }
    return true;
  }
}
