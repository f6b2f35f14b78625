package io.dolake.storage.txn;

import io.dolake.storage.catalog.CatalogState;

/**
 * A committed state of the shard and the LMDB commit that holds it.
 *
 * @param lmdbTxnId number of the LMDB commit
 * @param lsn last transaction in it
 * @param timestamp that transaction's commit timestamp
 * @param catalog the catalog in it
 */
public record CommittedVersion(long lmdbTxnId, long lsn, long timestamp, CatalogState catalog) {}
