package io.dolake.cdc;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A real store with a real change feed, without SQL: transactions are made through its API. */
public final class FeedNode implements AutoCloseable {
  private final Path directory;
  private final StoreConfig storeConfig;
  private NodeConfig config;
  private ShardStore store;
  private FeedServer server;

  public FeedNode(Path directory) {
    this(directory, config -> config, builder -> builder);
  }

  public FeedNode(
      Path directory,
      UnaryOperator<NodeConfig> configure,
      UnaryOperator<StoreConfig.Builder> configureStore) {
    this.directory = directory;
    this.storeConfig = configureStore.apply(StoreConfig.builder()).build();
    this.config = configure.apply(NodeConfig.embedded(directory));
    start();
    // A restarted node listens where it did before.
    config = config.with(NodeOptions.FEED_PORT, server.port());
  }

  private void start() {
    store = ShardStores.open(directory, storeConfig);
    server = FeedServer.start(config, store, "main", new SimpleMeterRegistry());
  }

  public void stop() {
    server.close();
    store.close();
  }

  public void restart() {
    stop();
    start();
  }

  /** Starts again after {@link #stop}. */
  public void startAgain() {
    start();
  }

  public String endpoint() {
    return "127.0.0.1:" + server.port();
  }

  /** Where the node listens, also while it is stopped. */
  public String lastEndpoint() {
    return "127.0.0.1:" + config.get(NodeOptions.FEED_PORT);
  }

  public long lastLsn() {
    return store.lastLsn().value();
  }

  public ShardStore store() {
    return store;
  }

  /** Creates {@code main.<name>} with columns id BIGINT (the key) and value TEXT. */
  public TableDef createTable(String name) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableDef table =
          TableDef.keyedByFirst(
              transaction.allocateTableId(),
              name,
              ColumnDef.of(1, "id", ColumnType.INTEGER, false),
              ColumnDef.of(2, "value", ColumnType.TEXT, true));
      transaction.apply(new CatalogChange.CreateTable(table));
      transaction.commit();
      return table;
    }
  }

  /** Adds a nullable TEXT column. */
  public TableDef addColumn(TableId id, String column) {
    TableDef[] altered = new TableDef[1];
    commit(
        transaction -> {
          TableDef table = transaction.catalog().table(id).orElseThrow();
          List<ColumnDef> columns = new ArrayList<>(table.columns());
          columns.add(ColumnDef.of(table.lastColumnId() + 1, column, ColumnType.TEXT, true));
          altered[0] =
              new TableDef(
                  id,
                  table.schemaVersion() + 1,
                  table.schema(),
                  table.name(),
                  columns,
                  table.primaryKey(),
                  table.checks(),
                  table.foreignKeys(),
                  table.lastColumnId() + 1,
                  "",
                  "");
          transaction.apply(new CatalogChange.AlterTable(altered[0]));
        });
    return altered[0];
  }

  /** Runs a transaction; gives its LSN. */
  public long commit(Consumer<ShardTransaction> work) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      work.accept(transaction);
      return transaction.commit().lsn().value();
    }
  }

  /** Inserts ids [from, to) with value {@code v<id>} in transactions of 1000. */
  public void insertRange(TableId table, long from, long to) {
    for (long start = from; start < to; start += 1000) {
      long first = start;
      long end = Math.min(to, start + 1000);
      commit(
          transaction -> {
            for (long id = first; id < end; id++) {
              transaction.insert(table, new Object[] {id, "v" + id});
            }
          });
    }
  }

  @Override
  public void close() {
    stop();
  }
}
