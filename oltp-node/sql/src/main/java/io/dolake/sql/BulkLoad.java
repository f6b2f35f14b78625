package io.dolake.sql;

import io.dolake.common.type.ColumnType;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Rows streaming into one table. */
public interface BulkLoad extends AutoCloseable {
  /** Type of each value a row has. */
  List<ColumnType> columnTypes();

  /** Adds a row; the array may be reused by the caller afterwards. */
  void add(Object[] values);

  /**
   * Ends the load; the future gives the number of rows once they are durable (if autocommitted).
   */
  CompletableFuture<Long> finish();

  /** Abandons the load unless finished; an autocommit transaction is rolled back. */
  @Override
  void close();
}
