/**
 * Transactions: private write sets merged into reads, row locks, validation, and the group commit
 * that takes them through the log into LMDB. The life of a commit is told in docs/storage.md.
 */
package io.dolake.storage.txn;
