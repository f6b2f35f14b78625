package io.dolake.storage.txn;

import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import java.util.List;

/**
 * Empties storages without owner, a little at a time, beside commits: a storage loses its owner in
 * LMDB itself, with nothing in memory, and nobody writes to it afterwards.
 */
public final class GarbageSweeper {
  private static final int ENTRIES_PER_STEP = 2_000;
  private static final int STEPS_PER_RUN = 10;

  private final GroupApplier applier;

  public GarbageSweeper(GroupApplier applier) {
    this.applier = applier;
  }

  /** Deletes some entries, if there are any to delete. */
  public void sweepSome() {
    boolean more = applier.mayHaveGarbage();
    for (int i = 0; more && i < STEPS_PER_RUN; i++) {
      more = applier.maintain(this::sweepStep);
    }
  }

  private boolean sweepStep(WriteBatch batch) throws MapFullException {
    int left = ENTRIES_PER_STEP;
    List<Integer> storages = Garbage.list(batch);
    boolean skipped = false;
    for (int storageId : storages) {
      if (applier.isBeingFilled(storageId)) {
        skipped = true;
      } else if (left > 0) {
        left = Garbage.sweep(batch, storageId, left);
      }
    }
    applier.garbageLeft(skipped || left <= 0);
    return left <= 0;
  }
}
