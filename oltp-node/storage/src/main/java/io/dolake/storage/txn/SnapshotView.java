package io.dolake.storage.txn;

import io.dolake.storage.lmdb.ReadSnapshot;

/** A read snapshot together with the version it sees. */
record SnapshotView(ReadSnapshot lmdb, CommittedVersion version) {
  long lsn() {
    return version.lsn();
  }
}
