package io.dolake.storage.txn;

import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.memtable.Memtable;
import io.dolake.storage.memtable.VersionedValue;

/**
 * A committed state of the shard: what an LMDB commit holds, with the newer entries in one or two
 * memtables on top of it. The active one may hold transactions beyond it, which are in the log but
 * not known to be durable.
 *
 * @param lmdbTxnId number of the LMDB commit
 * @param movingTo number of an LMDB commit that is under way and puts the frozen memtable into
 *     LMDB, or changes nothing that can be seen; 0 if there is none. Below the memtables both look
 *     the same
 * @param lsn last transaction in it
 * @param timestamp that transaction's commit timestamp
 * @param loggedLsn last transaction that the memtables hold
 * @param loggedTimestamp that transaction's commit timestamp
 * @param catalog the catalog in it
 * @param frozen the memtable that is on its way into LMDB, or null
 * @param active the memtable that commits go to
 */
public record CommittedVersion(
    long lmdbTxnId,
    long movingTo,
    long lsn,
    long timestamp,
    long loggedLsn,
    long loggedTimestamp,
    CatalogState catalog,
    Memtable frozen,
    Memtable active) {

  /** A state that is in LMDB as a whole. */
  public static CommittedVersion inLmdb(
      long lmdbTxnId, long lsn, long timestamp, CatalogState catalog) {
    return new CommittedVersion(
        lmdbTxnId, 0, lsn, timestamp, lsn, timestamp, catalog, null, new Memtable());
  }

  /** Whether a snapshot of this LMDB commit, with the memtables on top, shows this state. */
  boolean fits(long txnId) {
    return txnId == lmdbTxnId || txnId == movingTo;
  }

  /** With further transactions in the active memtable, which do not belong to the state yet. */
  CommittedVersion log(long newLsn, long newTimestamp) {
    return with(lmdbTxnId, movingTo, newLsn, newTimestamp, frozen, active);
  }

  /** The state with everything that the memtables hold. */
  CommittedVersion withAllLogged() {
    return loggedLsn == lsn
        ? this
        : new CommittedVersion(
            lmdbTxnId,
            movingTo,
            loggedLsn,
            loggedTimestamp,
            loggedLsn,
            loggedTimestamp,
            catalog,
            frozen,
            active);
  }

  CommittedVersion freeze() {
    return with(lmdbTxnId, movingTo, loggedLsn, loggedTimestamp, active, active.next());
  }

  CommittedVersion movingTo(long txnId) {
    return with(lmdbTxnId, txnId, loggedLsn, loggedTimestamp, frozen, active);
  }

  /** With LMDB at this commit, which holds what was frozen. */
  CommittedVersion movedTo(long txnId) {
    return with(txnId, 0, loggedLsn, loggedTimestamp, null, active);
  }

  /** With LMDB at this commit, which differs in nothing that can be seen. */
  CommittedVersion maintainedTo(long txnId) {
    return with(txnId, 0, loggedLsn, loggedTimestamp, frozen, active);
  }

  /** The same state, held elsewhere. */
  private CommittedVersion with(
      long newLmdbTxnId,
      long newMovingTo,
      long newLoggedLsn,
      long newLoggedTimestamp,
      Memtable newFrozen,
      Memtable newActive) {
    return new CommittedVersion(
        newLmdbTxnId,
        newMovingTo,
        lsn,
        timestamp,
        newLoggedLsn,
        newLoggedTimestamp,
        catalog,
        newFrozen,
        newActive);
  }

  /** What the memtables say about an entry, or null if LMDB has the last word. */
  VersionedValue find(Space space, int storageId, byte[] key) {
    if (!active.isEmpty()) {
      VersionedValue version = active.get(space, storageId, key, lsn);
      if (version != null) {
        return version;
      }
    }
    return frozen == null ? null : frozen.get(space, storageId, key, lsn);
  }
}
