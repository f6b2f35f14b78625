package io.dolake.server.feed;

import com.google.protobuf.ByteString;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.feed.FeedErrors;
import io.dolake.common.feed.FeedProtocol;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.ChangeFeedGrpc;
import io.dolake.common.proto.feed.ConfirmLsnRequest;
import io.dolake.common.proto.feed.ConfirmLsnResponse;
import io.dolake.common.proto.feed.CreateSlotRequest;
import io.dolake.common.proto.feed.CreateSlotResponse;
import io.dolake.common.proto.feed.DescribeNodeRequest;
import io.dolake.common.proto.feed.DescribeNodeResponse;
import io.dolake.common.proto.feed.DropSlotRequest;
import io.dolake.common.proto.feed.DropSlotResponse;
import io.dolake.common.proto.feed.FindPositionRequest;
import io.dolake.common.proto.feed.FindPositionResponse;
import io.dolake.common.proto.feed.GetTableVersionRequest;
import io.dolake.common.proto.feed.GetTableVersionResponse;
import io.dolake.common.proto.feed.ListSlotsRequest;
import io.dolake.common.proto.feed.ListSlotsResponse;
import io.dolake.common.proto.feed.ListTablesRequest;
import io.dolake.common.proto.feed.ListTablesResponse;
import io.dolake.common.proto.feed.ReadSnapshotPageRequest;
import io.dolake.common.proto.feed.ReadSnapshotPageResponse;
import io.dolake.common.proto.feed.ShardState;
import io.dolake.common.proto.feed.SlotState;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.dolake.common.proto.feed.SuggestSplitKeysRequest;
import io.dolake.common.proto.feed.SuggestSplitKeysResponse;
import io.dolake.common.proto.feed.TableVersions;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.ShardStore;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol's calls on one shard. Thread-safe. */
final class FeedService extends ChangeFeedGrpc.ChangeFeedImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(FeedService.class);

  private final ShardStore store;
  private final String database;
  private final SlotLeases leases;
  private final StreamRegistry streams;
  private final SnapshotPages pages;
  private final SplitKeys splitKeys;
  private final FeedMetrics metrics;

  FeedService(
      ShardStore store,
      String database,
      SlotLeases leases,
      StreamRegistry streams,
      FeedMetrics metrics) {
    this.store = store;
    this.database = database;
    this.leases = leases;
    this.streams = streams;
    this.pages = new SnapshotPages(store);
    this.splitKeys = new SplitKeys(store);
    this.metrics = metrics;
  }

  @Override
  public void describeNode(
      DescribeNodeRequest request, StreamObserver<DescribeNodeResponse> observer) {
    answer(
        observer,
        () ->
            DescribeNodeResponse.newBuilder()
                .setProtocolVersion(FeedProtocol.VERSION)
                .setDatabase(database)
                .addShards(
                    ShardState.newBuilder()
                        .setShard(store.shardId().value())
                        .setFirstRetainedLsn(store.firstRetainedLsn().value())
                        .setLastLsn(store.lastLsn().value())
                        .setResolvedTimestamp(store.resolvedTimestamp().value()))
                .build());
  }

  @Override
  public void listTables(ListTablesRequest request, StreamObserver<ListTablesResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () -> {
          TableMatcher matcher = TableMatcher.of(request.getFilter());
          Catalog catalog = store.catalog();
          ListTablesResponse.Builder response = ListTablesResponse.newBuilder();
          for (TableDef table : catalog.tables()) {
            if (matcher.matches(table)) {
              response.addTables(versionsOf(table, catalog));
            }
          }
          return response.build();
        });
  }

  private static TableVersions versionsOf(TableDef table, Catalog catalog) {
    TableVersions.Builder versions =
        TableVersions.newBuilder()
            .setTableId(table.id().value())
            .setSchema(table.schema())
            .setName(table.name())
            .setCurrentVersion(table.schemaVersion());
    for (int version = 1; version < table.schemaVersion(); version++) {
      catalog
          .tableVersion(table.id(), version)
          .ifPresent(
              old -> versions.addVersions(ByteString.copyFrom(CatalogCodec.encodeTable(old))));
    }
    return versions.addVersions(ByteString.copyFrom(CatalogCodec.encodeTable(table))).build();
  }

  @Override
  public void getTableVersion(
      GetTableVersionRequest request, StreamObserver<GetTableVersionResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () -> {
          TableDef table =
              store
                  .catalog()
                  .tableVersion(new TableId(request.getTableId()), request.getSchemaVersion())
                  .orElseThrow(
                      () ->
                          new DoLakeException(
                              ErrorCode.SCHEMA_VERSION_UNKNOWN,
                              "table "
                                  + request.getTableId()
                                  + " has no schema version "
                                  + request.getSchemaVersion(),
                              "The table was dropped, or the node was restored from an older"
                                  + " backup: start the reader with a new initial load."));
          return GetTableVersionResponse.newBuilder()
              .setTable(ByteString.copyFrom(CatalogCodec.encodeTable(table)))
              .build();
        });
  }

  @Override
  public void suggestSplitKeys(
      SuggestSplitKeysRequest request, StreamObserver<SuggestSplitKeysResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () -> {
          SuggestSplitKeysResponse.Builder response = SuggestSplitKeysResponse.newBuilder();
          for (byte[] key :
              splitKeys.suggest(new TableId(request.getTableId()), request.getRanges())) {
            response.addKeys(ByteString.copyFrom(key));
          }
          return response.build();
        });
  }

  @Override
  public void readSnapshotPage(
      ReadSnapshotPageRequest request, StreamObserver<ReadSnapshotPageResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () -> {
          ReadSnapshotPageResponse page = pages.read(request);
          metrics.snapshotRows(page.getRowsCount());
          return page;
        });
  }

  @Override
  public void findPosition(
      FindPositionRequest request, StreamObserver<FindPositionResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () ->
            FindPositionResponse.newBuilder()
                .setAfterLsn(store.positionAt(new HlcTimestamp(request.getTimestamp())).value())
                .build());
  }

  @Override
  public void streamChanges(StreamChangesRequest request, StreamObserver<ChangeBatch> observer) {
    try {
      FeedRequests.checkShard(request.getShard(), store.shardId());
      if (!request.getSlot().isEmpty()) {
        FeedRequests.checkName("slot", request.getSlot());
        FeedRequests.checkName("reader", request.getReader());
      }
      streams.start(request, (ServerCallStreamObserver<ChangeBatch>) observer);
    } catch (RuntimeException e) {
      observer.onError(FeedErrors.toStatus(known(e)));
    }
  }

  @Override
  public void confirmLsn(ConfirmLsnRequest request, StreamObserver<ConfirmLsnResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () -> {
          if (request.getLsn() > store.lastLsn().value()) {
            throw new DoLakeException(
                ErrorCode.LSN_IN_FUTURE,
                "cannot confirm LSN "
                    + request.getLsn()
                    + ": the log of shard "
                    + store.shardId()
                    + " ends at "
                    + store.lastLsn(),
                "The node was restored from an older backup: start the reader anew.");
          }
          store
              .slots()
              .confirm(
                  FeedRequests.checkName("slot", request.getSlot()), new Lsn(request.getLsn()));
          return ConfirmLsnResponse.getDefaultInstance();
        });
  }

  @Override
  public void createSlot(CreateSlotRequest request, StreamObserver<CreateSlotResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () -> {
          String name = FeedRequests.checkName("slot", request.getSlot());
          Lsn after = request.hasAfterLsn() ? new Lsn(request.getAfterLsn()) : store.lastLsn();
          ReplicationSlot slot = store.slots().create(name, after);
          LOG.info("slot created name={} shard={} confirmed={}", name, store.shardId(), after);
          return CreateSlotResponse.newBuilder().setSlot(stateOf(slot)).build();
        });
  }

  @Override
  public void listSlots(ListSlotsRequest request, StreamObserver<ListSlotsResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () -> {
          ListSlotsResponse.Builder response = ListSlotsResponse.newBuilder();
          store.slots().list().forEach(slot -> response.addSlots(stateOf(slot)));
          return response.build();
        });
  }

  private SlotState stateOf(ReplicationSlot slot) {
    return SlotState.newBuilder()
        .setName(slot.name())
        .setConfirmedLsn(slot.confirmed().value())
        .setLost(slot.state() == ReplicationSlot.State.LOST)
        .setReader(leases.readerOf(slot.name()))
        .setCreatedAtMillis(slot.createdAt().toEpochMilli())
        .build();
  }

  @Override
  public void dropSlot(DropSlotRequest request, StreamObserver<DropSlotResponse> observer) {
    answer(
        observer,
        request.getShard(),
        () -> {
          String name = FeedRequests.checkName("slot", request.getSlot());
          leases.checkFree(name);
          store.slots().drop(name);
          leases.forget(name);
          LOG.info("slot dropped name={} shard={}", name, store.shardId());
          return DropSlotResponse.getDefaultInstance();
        });
  }

  private <T> void answer(StreamObserver<T> observer, int shard, Supplier<T> call) {
    answer(
        observer,
        () -> {
          FeedRequests.checkShard(shard, store.shardId());
          return call.get();
        });
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
    T response;
    try {
      response = call.get();
    } catch (RuntimeException e) {
      observer.onError(FeedErrors.toStatus(known(e)));
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  private static DoLakeException known(RuntimeException failure) {
    if (failure instanceof DoLakeException known) {
      return known;
    }
    if (failure instanceof IllegalArgumentException) {
      return new DoLakeException(ErrorCode.INVALID_PARAMETER, failure.getMessage(), null, failure);
    }
    LOG.error("call of the change feed failed", failure);
    return new DoLakeException(
        ErrorCode.INTERNAL_ERROR, "the node failed at this call: " + failure, null, failure);
  }
}
