package io.dolake.storage.txn;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Storage ids for what is filled outside the log, far above those that commits give out in log
 * order, so that the two never meet.
 */
final class StorageIds {
  private static final int FIRST = 1 << 30;

  private final AtomicInteger next = new AtomicInteger(FIRST);

  /** Notes an id in use when the store is opened. */
  void used(int storageId) {
    if (storageId >= FIRST) {
      next.accumulateAndGet(storageId + 1, Math::max);
    }
  }

  int reserve() {
    return next.getAndIncrement();
  }
}
