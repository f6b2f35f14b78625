/**
 * Opening a shard's directory, its checkpoints, and the store that puts log, LMDB and transactions
 * together. The argument why recovery is right is in docs/storage.md.
 */
package io.dolake.storage.recovery;
