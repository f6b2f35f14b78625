package io.dolake.server.feed;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.feed.FeedErrors;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.ChangeFeedGrpc;
import io.dolake.common.proto.feed.ChangeProto;
import io.dolake.common.proto.feed.CreateSlotRequest;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.dolake.common.type.ColumnType;
import io.dolake.server.config.NodeConfig;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A store, its change feed on a free port, and a plain connection to it. */
final class TestFeed implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final ShardStore store;
  private final FeedServer server;
  private final ManagedChannel channel;

  private TestFeed(ShardStore store, FeedServer server) {
    this.store = store;
    this.server = server;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .maxInboundMessageSize(16 << 20)
            .build();
  }

  static TestFeed start(Path directory) {
    return start(directory, config -> config, builder -> builder);
  }

  static TestFeed start(
      Path directory,
      UnaryOperator<NodeConfig> config,
      UnaryOperator<StoreConfig.Builder> storeConfig) {
    ShardStore store =
        ShardStores.open(
            directory.resolve("shard"), storeConfig.apply(StoreConfig.builder()).build());
    try {
      return new TestFeed(
          store,
          FeedServer.start(
              config.apply(NodeConfig.embedded(directory)),
              store,
              "main",
              new SimpleMeterRegistry()));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  ShardStore store() {
    return store;
  }

  FeedServer server() {
    return server;
  }

  ChangeFeedGrpc.ChangeFeedBlockingStub calls() {
    return ChangeFeedGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void createSlot(String slot, long afterLsn) {
    calls().createSlot(CreateSlotRequest.newBuilder().setSlot(slot).setAfterLsn(afterLsn).build());
  }

  /** Messages of a stream; the next one is asked for when it is taken. */
  Iterator<ChangeBatch> stream(StreamChangesRequest.Builder request) {
    return calls().streamChanges(request.build());
  }

  /** Takes messages up to the one that completes this LSN. */
  static List<ChangeProto> changesUpTo(Iterator<ChangeBatch> stream, long lsn) {
    List<ChangeProto> changes = new ArrayList<>();
    long complete = -1;
    while (complete < lsn) {
      ChangeBatch batch = stream.next();
      batch.getPartsList().forEach(part -> changes.addAll(part.getChangesList()));
      complete = batch.getCompleteLsn();
    }
    return changes;
  }

  /** The error a call is refused with, as a reader understands it. */
  static DoLakeException refusalOf(ThrowingCallable call) {
    StatusRuntimeException status = catchThrowableOfType(StatusRuntimeException.class, call);
    return FeedErrors.fromStatus(status);
  }

  /** Creates a table of an integer key and a text. */
  TableDef createTable(String name) {
    TableDef[] created = new TableDef[1];
    commit(
        transaction -> {
          created[0] =
              table(
                  transaction.allocateTableId(),
                  1,
                  name,
                  List.of(
                      ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                      ColumnDef.of(2, "value", ColumnType.TEXT, true)));
          transaction.apply(new CatalogChange.CreateTable(created[0]));
        });
    return created[0];
  }

  /** The next version of a table, under another name and with a column more. */
  TableDef alterTable(TableDef table, String name) {
    int column = table.lastColumnId() + 1;
    List<ColumnDef> columns = new ArrayList<>(table.columns());
    columns.add(ColumnDef.of(column, "c" + column, ColumnType.TEXT, true));
    TableDef altered = table(table.id(), table.schemaVersion() + 1, name, columns);
    commit(transaction -> transaction.apply(new CatalogChange.AlterTable(altered)));
    return altered;
  }

  private static TableDef table(TableId id, int version, String name, List<ColumnDef> columns) {
    return new TableDef(
        id,
        version,
        TableDef.DEFAULT_SCHEMA,
        name,
        columns,
        List.of(KeyColumn.ascending(1)),
        List.of(),
        List.of(),
        columns.size(),
        "",
        "");
  }

  /** Runs a transaction; gives its LSN. */
  long commit(Consumer<ShardTransaction> work) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      work.accept(transaction);
      return transaction.commit().lsn().value();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
    store.close();
  }
}
