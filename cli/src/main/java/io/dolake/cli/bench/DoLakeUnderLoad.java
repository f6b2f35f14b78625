package io.dolake.cli.bench;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.KeyRange;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import java.nio.file.Path;
import java.util.Random;

/**
 * The shard store with its default settings: serializable transactions, one fdatasync per group.
 */
final class DoLakeUnderLoad implements StoreUnderLoad {
  private static final TableId TABLE = new TableId(1);

  private final ShardStore store;

  DoLakeUnderLoad(Path directory) {
    store = ShardStores.open(directory, StoreConfig.builder().build());
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.apply(
          new CatalogChange.CreateTable(
              TableDef.keyedByFirst(
                  transaction.allocateTableId(),
                  "t",
                  ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                  ColumnDef.of(2, "v", ColumnType.BLOB, false))));
      transaction.commit();
    }
  }

  @Override
  public String name() {
    return "dolake";
  }

  @Override
  public void load(int rows, int rowsPerTransaction, Random random) {
    for (int first = 0; first < rows; first += rowsPerTransaction) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (long id = first; id < Math.min(rows, first + rowsPerTransaction); id++) {
          byte[] content = new byte[ROW_BYTES];
          random.nextBytes(content);
          transaction.insert(TABLE, new Object[] {id, content});
        }
        transaction.commit();
      }
    }
  }

  @Override
  public Client connect() {
    return new TransactionClient();
  }

  @Override
  public void close() {
    store.close();
  }

  private final class TransactionClient implements Client {
    @Override
    public void update(long id, byte[] content) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.update(TABLE, new Object[] {id}, new Object[] {id, content});
        transaction.commit();
      }
    }

    @Override
    public int read(long id) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
        return ((byte[]) transaction.get(TABLE, id).value(1)).length;
      }
    }

    @Override
    public long scan() {
      long length = 0;
      try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY);
          RowCursor rows = transaction.scan(TABLE, KeyRange.ALL, ScanDirection.FORWARD)) {
        while (rows.next()) {
          length += ((byte[]) rows.row().value(1)).length;
        }
      }
      return length;
    }

    @Override
    public void close() {
      // Transactions are the only state of a client, and they are closed one by one.
    }
  }
}
