package io.dolake.storage.txn;

/**
 * What a transaction needs from its first write on: its write set, its locks, and those who change
 * rows and the catalog with them. A transaction that only reads has none.
 */
final class TransactionWrites {
  final WriteSet set;
  final TransactionLocks locks;
  final RowWriter rows;
  final CatalogWriter catalog;

  TransactionWrites(TransactionContext context, Transaction transaction, TransactionLocks locks) {
    this.set = new WriteSet(context.limits.maxBytes(), context.limits.maxRows());
    this.locks = locks;
    this.rows = new RowWriter(context, transaction, transaction.view(), this);
    this.catalog = new CatalogWriter(context, transaction, transaction.view(), this);
  }
}
