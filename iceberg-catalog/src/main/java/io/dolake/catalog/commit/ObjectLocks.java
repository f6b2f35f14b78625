package io.dolake.catalog.commit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/**
 * Lets one request at a time change a table or view in this process.
 *
 * <p>The database decides who wins, so this is for speed only: without it, concurrent writers would
 * write metadata files in vain. Names share a fixed number of locks, taken in one order.
 */
public final class ObjectLocks {
  private static final int STRIPES = 1024;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
  private final Duration wait;

  /**
   * @param wait how long a request may wait for all the locks it needs
   */
  public ObjectLocks(Duration wait) {
    this.wait = wait;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock(true);
    }
  }

  /** Locks held by the thread that acquired them; closing releases them. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for the locks of all these names.
   *
   * @throws ServiceUnavailableException if others hold them for too long
   */
  public Held acquire(Collection<TableIdentifier> identifiers) {
    int[] indexes =
        identifiers.stream().mapToInt(ObjectLocks::stripeOf).distinct().sorted().toArray();
    Deque<ReentrantLock> held = new ArrayDeque<>(indexes.length);
    long deadline = System.nanoTime() + wait.toNanos();
    for (int index : indexes) {
      if (!tryLock(stripes[index], deadline)) {
        release(held);
        throw new ServiceUnavailableException(
            "Too many commits wait for the same table; nothing was changed, try again");
      }
      held.push(stripes[index]);
    }
    return () -> release(held);
  }

  private static boolean tryLock(ReentrantLock lock, long deadline) {
    try {
      return lock.tryLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void release(Deque<ReentrantLock> held) {
    while (!held.isEmpty()) {
      held.pop().unlock();
    }
  }

  private static int stripeOf(TableIdentifier identifier) {
    int hash = identifier.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }
}
