package io.dolake.sql.temp;

import io.dolake.common.IndexId;
import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.TransactionId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.storage.CommitResult;
import io.dolake.storage.KeyRange;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.Savepoint;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A transaction of the shard and, begun when first needed, one of the session's temporary store.
 * The temporary one commits after the shard's, and cannot fail then: nobody else writes there.
 */
final class JoinedTransaction implements ShardTransaction {
  private final ShardTransaction shard;
  private final TempDatabase database;

  /** What the temporary transaction's savepoint was when the shard's was made. */
  private final Map<Savepoint, Savepoint> savepoints = new HashMap<>();

  private volatile ShardTransaction temporary;

  JoinedTransaction(ShardTransaction shard, TempDatabase database) {
    this.shard = shard;
    this.database = database;
  }

  private ShardTransaction temporary() {
    ShardTransaction begun = temporary;
    if (begun == null) {
      begun = database.begin(shard.options().lockTimeout());
      temporary = begun;
    }
    return begun;
  }

  private ShardTransaction of(TableId table) {
    return TempDatabase.isTemporary(table) ? temporary() : shard;
  }

  private ShardTransaction of(IndexId index) {
    return TempDatabase.isTemporary(index) ? temporary() : shard;
  }

  private ShardTransaction of(String schema) {
    return TempDatabase.isTemporary(schema) ? temporary() : shard;
  }

  @Override
  public TransactionId id() {
    return shard.id();
  }

  @Override
  public TransactionOptions options() {
    return shard.options();
  }

  @Override
  public Lsn snapshotLsn() {
    return shard.snapshotLsn();
  }

  @Override
  public Catalog catalog() {
    ShardTransaction begun = temporary;
    return begun == null
        ? database.join(shard.catalog())
        : new JoinedCatalog(shard.catalog(), begun.catalog());
  }

  @Override
  public void beginStatement() {
    shard.beginStatement();
  }

  @Override
  public Row get(TableId table, Object... key) {
    return of(table).get(table, key);
  }

  @Override
  public RowCursor scan(TableId table, KeyRange range, ScanDirection direction) {
    return of(table).scan(table, range, direction);
  }

  @Override
  public RowCursor scanIndex(IndexId index, KeyRange range, ScanDirection direction) {
    return of(index).scanIndex(index, range, direction);
  }

  @Override
  public RowCursor scanIndexOnly(IndexId index, KeyRange range, ScanDirection direction) {
    return of(index).scanIndexOnly(index, range, direction);
  }

  @Override
  public Row getForUpdate(TableId table, Object... key) {
    return of(table).getForUpdate(table, key);
  }

  @Override
  public boolean tryLock(TableId table, Object... key) {
    return of(table).tryLock(table, key);
  }

  @Override
  public void insert(TableId table, Object[] row) {
    of(table).insert(table, row);
  }

  @Override
  public boolean update(TableId table, Object[] key, Object[] row) {
    return of(table).update(table, key, row);
  }

  @Override
  public boolean delete(TableId table, Object... key) {
    return of(table).delete(table, key);
  }

  @Override
  public long allocateRowId(TableId table) {
    return of(table).allocateRowId(table);
  }

  @Override
  public long lastRowId(TableId table) {
    return of(table).lastRowId(table);
  }

  @Override
  public void setLastRowId(TableId table, long last) {
    of(table).setLastRowId(table, last);
  }

  @Override
  public void apply(CatalogChange change) {
    if (change instanceof CatalogChange.DropTable drop && !TempDatabase.isTemporary(drop.table())) {
      Optional<TableDef> table = shard.catalog().table(drop.table());
      table.ifPresent(dropped -> dropTriggersOf(dropped.schema(), dropped.name()));
    } else if (change instanceof CatalogChange.DropView drop
        && !TempDatabase.isTemporary(drop.schema())) {
      dropTriggersOf(drop.schema(), drop.name());
    }
    targetOf(change).apply(change);
  }

  /** Temporary triggers go with the shard's table or view that they are on. */
  private void dropTriggersOf(String schema, String relation) {
    for (TriggerDef trigger : catalog().triggersOf(schema, relation)) {
      if (TempDatabase.isTemporary(trigger.schema())) {
        temporary().apply(new CatalogChange.DropTrigger(trigger.schema(), trigger.name()));
      }
    }
  }

  private ShardTransaction targetOf(CatalogChange change) {
    if (change instanceof CatalogChange.CreateTable create) {
      return of(create.table().id());
    }
    if (change instanceof CatalogChange.AlterTable alter) {
      return of(alter.table().id());
    }
    if (change instanceof CatalogChange.DropTable drop) {
      return of(drop.table());
    }
    if (change instanceof CatalogChange.TruncateTable truncate) {
      return of(truncate.table());
    }
    if (change instanceof CatalogChange.CreateIndex create) {
      return of(create.index().table());
    }
    if (change instanceof CatalogChange.DropIndex drop) {
      return of(drop.index());
    }
    if (change instanceof CatalogChange.CreateView create) {
      return of(create.view().schema());
    }
    if (change instanceof CatalogChange.DropView drop) {
      return of(drop.schema());
    }
    if (change instanceof CatalogChange.CreateTrigger create) {
      return of(create.trigger().schema());
    }
    if (change instanceof CatalogChange.DropTrigger drop) {
      return of(drop.schema());
    }
    return shard;
  }

  @Override
  public TableId allocateTableId() {
    return shard.allocateTableId();
  }

  @Override
  public IndexId allocateIndexId() {
    return shard.allocateIndexId();
  }

  TableId allocateTemporaryTableId() {
    int id = temporary().allocateTableId().value();
    return new TableId(id < TempDatabase.FIRST_ID ? id + TempDatabase.FIRST_ID : id);
  }

  IndexId allocateTemporaryIndexId() {
    int id = temporary().allocateIndexId().value();
    return new IndexId(id < TempDatabase.FIRST_ID ? id + TempDatabase.FIRST_ID : id);
  }

  @Override
  public Savepoint savepoint() {
    Savepoint savepoint = shard.savepoint();
    if (temporary != null) {
      savepoints.put(savepoint, temporary.savepoint());
    }
    return savepoint;
  }

  @Override
  public void rollbackTo(Savepoint savepoint) {
    shard.rollbackTo(savepoint);
    Savepoint before = savepoints.get(savepoint);
    if (before != null) {
      temporary.rollbackTo(before);
    } else if (temporary != null) {
      // It was begun after the savepoint.
      temporary.close();
      temporary = null;
    }
  }

  @Override
  public void release(Savepoint savepoint) {
    shard.release(savepoint);
    Savepoint before = savepoints.remove(savepoint);
    if (before != null) {
      temporary.release(before);
    }
  }

  @Override
  public CommitResult commit() {
    CommitResult result = shard.commit();
    if (temporary != null) {
      temporary.commit();
    }
    return result;
  }

  @Override
  public CompletableFuture<CommitResult> commitAsync() {
    CompletableFuture<CommitResult> committed = shard.commitAsync();
    ShardTransaction begun = temporary;
    if (begun == null) {
      return committed;
    }
    return committed
        .whenComplete(
            (result, error) -> {
              if (error != null) {
                begun.close();
              }
            })
        .thenCompose(result -> begun.commitAsync().thenApply(ignored -> result));
  }

  @Override
  public void rollback() {
    shard.rollback();
    if (temporary != null) {
      temporary.rollback();
    }
  }

  @Override
  public void abort() {
    shard.abort();
  }

  @Override
  public void forgetAbort() {
    shard.forgetAbort();
  }

  @Override
  public void close() {
    shard.close();
    if (temporary != null) {
      temporary.close();
    }
  }
}
