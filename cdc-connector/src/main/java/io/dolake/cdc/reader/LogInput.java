package io.dolake.cdc.reader;

import com.google.protobuf.ByteString;
import io.dolake.cdc.ChangeKind;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.SourceConfig;
import io.dolake.cdc.client.ChangeSubscription;
import io.dolake.cdc.client.FeedFailures;
import io.dolake.cdc.client.NodeClients;
import io.dolake.cdc.client.TableFilters;
import io.dolake.cdc.split.HandOver;
import io.dolake.cdc.split.LoadedRange;
import io.dolake.cdc.split.LogPosition;
import io.dolake.cdc.split.LogSplit;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.ChangeProto;
import io.dolake.common.proto.feed.CreateSlotRequest;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.dolake.common.proto.feed.TransactionPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a shard's log. A broken stream is opened again after the last complete transaction; the
 * changes of a transaction that was cut off, or that a restored checkpoint has in part, are left
 * out by their index.
 */
final class LogInput implements SplitInput {
  private static final int CHANGES_PER_CALL = 256;

  private final SourceConfig config;
  private final NodeClients clients;
  private final WakeUp wakeUp;
  private final Retry retry;
  private final LogSplit origin;
  private final List<byte[]> schemas;
  private final Set<Integer> tableIds = new TreeSet<>();

  private LogPosition position;
  private HandOver handOver;
  private boolean schemasAnnounced;
  private boolean loadAnnounced;
  private long resolvedTimestamp;

  private ChangeSubscription subscription;
  private boolean receiving;
  private ChangeBatch batch;
  private int nextPart;
  private int nextChange;

  LogInput(LogSplit split, SourceConfig config, NodeClients clients, WakeUp wakeUp, Retry retry) {
    this.origin = split;
    this.config = config;
    this.clients = clients;
    this.wakeUp = wakeUp;
    this.retry = retry;
    this.schemas = new ArrayList<>(split.schemas());
    this.position = split.position();
    this.handOver = split.handOver();
    this.schemasAnnounced = split.schemasAnnounced();
    this.loadAnnounced = split.loadAnnounced();
  }

  /** Makes the schemas of the split known, which were told before a restored checkpoint. */
  void rememberSchemas(KnownSchemas known) {
    for (byte[] schema : schemas) {
      tableIds.add(known.add(origin.shard(), schema).id().value());
    }
  }

  @Override
  public LogSplit split() {
    return new LogSplit(
        origin.shard(),
        origin.slot(),
        origin.reader(),
        position,
        origin.stopLsn(),
        handOver,
        loadAnnounced,
        schemasAnnounced,
        schemas);
  }

  @Override
  public boolean isFinished() {
    return batch == null
        && position.completeLsn() >= origin.stopLsn()
        && loadAnnounced
        && schemasAnnounced;
  }

  /**
   * Everything with a commit timestamp at or below this has been emitted; 0 as long as nothing is
   * known, in particular before the initial load is caught up with.
   */
  long resolvedTimestamp() {
    return resolvedTimestamp;
  }

  @Override
  public boolean isReady() {
    if (batch != null || !schemasAnnounced) {
      return true;
    }
    return subscription == null ? retry.isDue() : subscription.hasNews();
  }

  @Override
  public void emit(RecordSink<?> sink) throws IOException {
    if (!schemasAnnounced) {
      for (byte[] schema : schemas) {
        sink.emit(
            ChangeRecord.schema(origin.shard(), position.completeLsn(), tableIdOf(schema), schema));
      }
      schemasAnnounced = true;
    }
    if (batch == null) {
      nextBatch();
    }
    if (batch != null) {
      emitChanges(sink);
    }
  }

  private static int tableIdOf(byte[] schema) {
    return CatalogCodec.decodeTable(schema).id().value();
  }

  private void nextBatch() {
    if (subscription == null) {
      if (retry.isDue()) {
        open();
      }
      return;
    }
    batch = subscription.poll();
    nextPart = 0;
    nextChange = 0;
    if (batch != null) {
      retry.succeeded();
      receiving = true;
      return;
    }
    DoLakeException failure = subscription.failure();
    if (failure != null) {
      subscription = null;
      onFailure(failure);
    }
  }

  private void open() {
    StreamChangesRequest request =
        StreamChangesRequest.newBuilder()
            .setShard(origin.shard())
            .setSlot(origin.slot())
            .setReader(origin.reader())
            .setAfterLsn(position.completeLsn())
            .setFilter(TableFilters.of(config.tables()))
            .addAllTableIds(tableIds)
            .setOmitBeforeImages(config.omitBeforeImages())
            .setHeartbeatMillis((int) config.heartbeat().toMillis())
            .build();
    try {
      receiving = false;
      subscription = clients.ofShard(origin.shard()).subscribe(request, wakeUp);
    } catch (DoLakeException e) {
      retry.failed(e);
    }
  }

  private void onFailure(DoLakeException failure) {
    if (failure.code() == ErrorCode.SLOT_IN_USE && receiving) {
      // A newer stream of this very job took over: it runs twice, and taking the slot back would
      // only make the two take turns.
      throw FeedFailures.fatal(failure);
    }
    if (failure.code() == ErrorCode.SLOT_UNDEFINED) {
      // A temporary slot that was away for too long, or one that somebody dropped. As long as the
      // log is still there nothing is lost.
      recreateSlot();
    } else {
      retry.failed(failure);
    }
  }

  private void recreateSlot() {
    try {
      clients
          .ofShard(origin.shard())
          .call(
              stub ->
                  stub.createSlot(
                      CreateSlotRequest.newBuilder()
                          .setShard(origin.shard())
                          .setSlot(origin.slot())
                          .setAfterLsn(position.completeLsn())
                          .build()));
    } catch (DoLakeException e) {
      retry.failed(e);
    }
  }

  private void emitChanges(RecordSink<?> sink) throws IOException {
    int budget = CHANGES_PER_CALL;
    while (nextPart < batch.getPartsCount()) {
      TransactionPart part = batch.getParts(nextPart);
      if (part.getLsn() > origin.stopLsn()) {
        position = LogPosition.after(origin.stopLsn());
        batch = null;
        return;
      }
      while (nextChange < part.getChangesCount()) {
        if (budget-- == 0) {
          return;
        }
        emit(part, part.getChanges(nextChange++), sink);
      }
      nextChange = 0;
      nextPart++;
      if (part.getLast()) {
        position = LogPosition.after(part.getLsn());
        announceLoad(part.getCommitTimestamp(), sink);
      }
    }
    if (batch.getCompleteLsn() > position.completeLsn()) {
      position =
          new LogPosition(batch.getCompleteLsn(), position.partialLsn(), position.nextIndex());
    }
    announceLoad(batch.getResolvedTimestamp(), sink);
    long resolved = batch.getResolvedTimestamp();
    if (loadAnnounced && resolved > resolvedTimestamp && resolved >= handOver.endTimestamp()) {
      resolvedTimestamp = resolved;
    }
    batch = null;
  }

  private void announceLoad(long timestamp, RecordSink<?> sink) throws IOException {
    if (!loadAnnounced && position.completeLsn() >= handOver.endLsn()) {
      loadAnnounced = true;
      sink.emit(
          ChangeRecord.snapshotComplete(
              origin.shard(),
              position.completeLsn(),
              Math.max(timestamp, handOver.endTimestamp())));
    }
  }

  private void emit(TransactionPart part, ChangeProto change, RecordSink<?> sink)
      throws IOException {
    if (part.getLsn() == position.partialLsn() && change.getIndex() < position.nextIndex()) {
      return;
    }
    if (handOver.concerns(part.getLsn()) && handOver.hasTable(change.getTableId())) {
      emitHandedOver(part, change, sink);
    } else {
      emitPlain(part, change, null, null, sink);
    }
    position = new LogPosition(position.completeLsn(), part.getLsn(), change.getIndex() + 1);
  }

  /** A change that the initial load may hold, wholly or (a TRUNCATE) in some key ranges. */
  private void emitHandedOver(TransactionPart part, ChangeProto change, RecordSink<?> sink)
      throws IOException {
    switch (change.getKind()) {
      case INSERT, UPDATE, DELETE -> {
        if (!handOver.holds(change.getTableId(), change.getKey().toByteArray(), part.getLsn())) {
          emitPlain(part, change, null, null, sink);
        }
      }
      case TRUNCATE -> {
        List<LoadedRange> older = handOver.rangesReadBefore(change.getTableId(), part.getLsn());
        if (older.size() == handOver.rangeCount(change.getTableId())) {
          emitPlain(part, change, null, null, sink);
          return;
        }
        for (LoadedRange range : older) {
          emitPlain(part, change, range.fromKey(), range.toKey(), sink);
        }
      }
      default -> emitPlain(part, change, null, null, sink);
    }
  }

  private void emitPlain(
      TransactionPart part,
      ChangeProto change,
      byte[] truncatedFrom,
      byte[] truncatedTo,
      RecordSink<?> sink)
      throws IOException {
    ChangeKind kind = kindOf(change);
    byte[] table = null;
    if (kind == ChangeKind.SCHEMA) {
      table = change.getTable().toByteArray();
      schemas.add(table);
      tableIds.add(change.getTableId());
    }
    boolean truncate = kind == ChangeKind.TRUNCATE;
    sink.emit(
        new ChangeRecord(
            kind,
            origin.shard(),
            part.getLsn(),
            change.getIndex(),
            part.getCommitTimestamp(),
            part.getTransactionId(),
            change.getTableId(),
            truncate ? truncatedFrom : bytesOrNull(change.getKey()),
            bytesOrNull(change.getBefore()),
            truncate ? truncatedTo : bytesOrNull(change.getAfter()),
            table));
  }

  private static ChangeKind kindOf(ChangeProto change) {
    return switch (change.getKind()) {
      case INSERT -> ChangeKind.INSERT;
      case UPDATE -> ChangeKind.UPDATE;
      case DELETE -> ChangeKind.DELETE;
      case TABLE_VERSION -> ChangeKind.SCHEMA;
      case TRUNCATE -> ChangeKind.TRUNCATE;
      case DROP_TABLE -> ChangeKind.DROP;
      case UNSPECIFIED, UNRECOGNIZED ->
          throw new DoLakeException(
              ErrorCode.PROTOCOL_VIOLATION,
              "the node sent a change of unknown kind " + change.getKindValue(),
              "Use the connector that came with the node.");
    };
  }

  private static byte[] bytesOrNull(ByteString bytes) {
    return bytes.isEmpty() ? null : bytes.toByteArray();
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
