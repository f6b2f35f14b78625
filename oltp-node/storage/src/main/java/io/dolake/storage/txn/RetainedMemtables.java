package io.dolake.storage.txn;

import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.ReadSnapshot;
import io.dolake.storage.memtable.Memtable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Bounds the memory of memtables that only live on because snapshots are open. */
public final class RetainedMemtables {
  private final LmdbEnvironment environment;
  private final VersionTracker versions;
  private final long maxBytes;

  public RetainedMemtables(LmdbEnvironment environment, VersionTracker versions, long maxBytes) {
    this.environment = environment;
    this.versions = versions;
    this.maxBytes = maxBytes;
  }

  /** Takes the oldest snapshots away that keep too much; how many. */
  public int expireBeyondBound() {
    CommittedVersion current = versions.current();
    Set<Memtable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(current.active());
    seen.add(current.frozen());
    seen.add(null);
    long bytes = 0;
    for (ReadSnapshot snapshot : environment.openSnapshots()) {
      if (snapshot.attachment() instanceof CommittedVersion version) {
        bytes += seen.add(version.active()) ? version.active().bytes() : 0;
        bytes += seen.add(version.frozen()) ? version.frozen().bytes() : 0;
        if (bytes > maxBytes) {
          return environment.expireSnapshotsOpenedBefore(snapshot.openedAtNanos() + 1);
        }
      }
    }
    return 0;
  }
}
