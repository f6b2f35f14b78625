/**
 * Committed entries that LMDB does not have yet. A commit is durable in the log and visible in a
 * {@link io.dolake.storage.memtable.Memtable}; LMDB receives whole memtables, in the order of their
 * keys, some time later.
 */
package io.dolake.storage.memtable;
