package io.dolake.storage;

import io.dolake.common.IndexId;
import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.TransactionId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import java.util.concurrent.CompletableFuture;

/**
 * A transaction on one shard: reads from a snapshot merged with its own writes, which stay private
 * until commit. Used by one thread at a time; {@link #abort} may be called by any.
 *
 * <p>Errors are {@link io.dolake.common.error.DoLakeException}. After SERIALIZATION_FAILURE,
 * DEADLOCK or a failed commit the transaction is over and only {@link #close} is left; after other
 * errors of a single operation (UNIQUE_VIOLATION, ROW_TOO_LARGE, ...) that operation did nothing
 * and the transaction goes on.
 */
public interface ShardTransaction extends AutoCloseable {
  TransactionId id();

  TransactionOptions options();

  /** LSN of the last commit this transaction's snapshot sees. */
  Lsn snapshotLsn();

  /** The catalog of the snapshot with this transaction's own DDL applied. */
  Catalog catalog();

  /**
   * Marks the start of a statement. At READ COMMITTED later reads see all that is committed by now;
   * at other levels nothing changes.
   */
  void beginStatement();

  /** Row with this primary key, or null. */
  Row get(TableId table, Object... key);

  /**
   * Rows of a table in primary-key order. A cursor sees the transaction's own writes as they are
   * when it passes them: a statement that writes what it scans collects first.
   */
  RowCursor scan(TableId table, KeyRange range, ScanDirection direction);

  /** Rows found through a secondary index, in index order. */
  RowCursor scanIndex(IndexId index, KeyRange range, ScanDirection direction);

  /**
   * Like {@link #scanIndex} without reading the table: only the index's own columns and the primary
   * key's have values; reading another column is a programming error.
   */
  RowCursor scanIndexOnly(IndexId index, KeyRange range, ScanDirection direction);

  /**
   * Takes the row's write lock as an update would, so that nobody changes it before this
   * transaction ends. Returns the row as it is then, or null.
   */
  Row getForUpdate(TableId table, Object... key);

  /**
   * Takes the row's write lock as {@link #getForUpdate} does, unless another transaction has it or
   * waits for it.
   *
   * @return whether this transaction has it now
   */
  boolean tryLock(TableId table, Object... key);

  /**
   * Inserts a row given in column order. UNIQUE_VIOLATION if the primary key or a unique index has
   * it already; see {@link UniqueViolationException}.
   */
  void insert(TableId table, Object[] row);

  /**
   * Replaces the row with this primary key; the new row may have another key. Returns false, and
   * does nothing, when there is no such row.
   */
  boolean update(TableId table, Object[] key, Object[] row);

  /** Deletes the row with this primary key; false when there is none. */
  boolean delete(TableId table, Object... key);

  /**
   * A number for a hidden rowid or AUTOINCREMENT key: above every one used in the table so far,
   * given to nobody else. Numbers of rolled-back transactions are lost.
   */
  long allocateRowId(TableId table);

  /** The number that {@link #allocateRowId} gave last, or 0 before the first. */
  long lastRowId(TableId table);

  /**
   * Makes {@link #allocateRowId} go on after a number, at once and whatever becomes of this
   * transaction, until the store is opened again; see {@link CatalogChange.KeepRowId}. After a
   * lower number the table may draw numbers that its rows have already.
   */
  void setLastRowId(TableId table, long last);

  /** A DDL step, visible to this transaction at once and to others after commit. */
  void apply(CatalogChange change);

  /** An unused table id for {@link CatalogChange.CreateTable}. */
  TableId allocateTableId();

  /** An unused index id for {@link CatalogChange.CreateIndex}. */
  IndexId allocateIndexId();

  Savepoint savepoint();

  /** Undoes all writes since the savepoint, which stays valid. Locks taken since are kept. */
  void rollbackTo(Savepoint savepoint);

  /** Forgets the savepoint and those after it, keeping their writes. */
  void release(Savepoint savepoint);

  /** Commits and waits until the transaction is durable and visible. */
  CommitResult commit();

  /**
   * Commits without waiting for a disk or another thread. The future completes when the transaction
   * is durable and visible, or with the reason it is not; its callbacks run on the writer's
   * completion thread and must not block. Validation failures are thrown through it as well. Where
   * nothing is synced, the future of a transaction that commits alone is complete on return.
   */
  CompletableFuture<CommitResult> commitAsync();

  /** Undoes everything; idempotent. */
  void rollback();

  /**
   * Makes the thread that uses this transaction fail with QUERY_CANCELED at its next operation or
   * lock wait. Callable from any thread.
   */
  void abort();

  /**
   * Takes an {@link #abort} back that no operation has noticed yet: it was meant for a statement
   * that has ended. For the transaction's own thread. STORE_CLOSED when it is the store that ends.
   */
  void forgetAbort();

  /** Rolls back unless committed. */
  @Override
  void close();
}
