package io.dolake.cdc.reader;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.client.NodeClient;
import io.dolake.cdc.client.NodeClients;
import io.dolake.cdc.split.PageRead;
import io.dolake.cdc.split.SnapshotSplit;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ReadSnapshotPageRequest;
import io.dolake.common.proto.feed.ReadSnapshotPageResponse;
import io.dolake.common.proto.feed.SnapshotRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/**
 * Reads a key range page by page; while one page is emitted the next one is on its way.
 *
 * <p>A checkpoint may fall anywhere between two calls of {@link #emit}, which ends only between two
 * keys that a later page can begin between. So the split's state says exactly which keys were
 * emitted and at which LSN they were read, and what is read after a restore joins on seamlessly.
 */
final class SnapshotInput implements SplitInput {
  /** Longest key a page can begin at, as on the node. */
  private static final int BOUND_LENGTH = 256;

  private static final int ROWS_PER_CALL = 256;

  private final NodeClients clients;
  private final KnownSchemas schemas;
  private final WakeUp wakeUp;
  private final Retry retry;
  private final int pageBytes;

  private SnapshotSplit split;
  private boolean schemasAnnounced;
  private int announcedVersion;
  private ListenableFuture<ReadSnapshotPageResponse> pending;
  private byte[] pendingFrom;
  private ReadSnapshotPageResponse page;
  private int nextRow;

  SnapshotInput(
      SnapshotSplit split,
      NodeClients clients,
      KnownSchemas schemas,
      WakeUp wakeUp,
      Retry retry,
      int pageBytes) {
    this.split = split;
    this.clients = clients;
    this.schemas = schemas;
    this.wakeUp = wakeUp;
    this.retry = retry;
    this.pageBytes = pageBytes;
    this.pendingFrom = split.nextKey();
  }

  @Override
  public SnapshotSplit split() {
    return split;
  }

  @Override
  public boolean isFinished() {
    return split.finished();
  }

  @Override
  public boolean isReady() {
    return page != null || pending == null ? retry.isDue() : pending.isDone();
  }

  @Override
  public void emit(RecordSink<?> sink) throws IOException {
    if (page == null && pending == null && retry.isDue()) {
      request(pendingFrom);
    }
    if (page == null && pending != null && pending.isDone()) {
      takePage();
    }
    if (page != null && retry.isDue() && announceSchemas(sink)) {
      emitRows(sink);
    }
  }

  private void request(byte[] from) {
    ReadSnapshotPageRequest.Builder request =
        ReadSnapshotPageRequest.newBuilder()
            .setShard(split.shard())
            .setTableId(split.tableId())
            .setMaxBytes(pageBytes);
    if (from != null) {
      request.setFromKey(UnsafeByteOperations.unsafeWrap(from));
    }
    if (split.toKey() != null) {
      request.setToKey(UnsafeByteOperations.unsafeWrap(split.toKey()));
    }
    pendingFrom = from;
    try {
      pending = node().readPage(request.build());
      pending.addListener(wakeUp, MoreExecutors.directExecutor());
    } catch (DoLakeException e) {
      retry.failed(e);
    }
  }

  private NodeClient node() {
    return clients.ofShard(split.shard());
  }

  private void takePage() {
    ListenableFuture<ReadSnapshotPageResponse> done = pending;
    pending = null;
    try {
      page = Futures.getDone(done);
      nextRow = 0;
      retry.succeeded();
    } catch (ExecutionException e) {
      onFailure(node().translate(e.getCause()));
      return;
    }
    if (!page.getComplete()) {
      request(page.getNextKey().toByteArray());
    }
  }

  private void onFailure(DoLakeException error) {
    if (error.code() == ErrorCode.UNDEFINED_TABLE) {
      finishWithoutTable();
    } else {
      retry.failed(error);
    }
  }

  /** The table was dropped: the log says so, and nothing else about it matters any more. */
  private void finishWithoutTable() {
    page = null;
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
    split = split.withPage(new PageRead(split.toKey(), PageRead.TABLE_GONE, 0), true);
  }

  /** Tells the versions of the page's rows; false when that ended the split or has to wait. */
  private boolean announceSchemas(RecordSink<?> sink) throws IOException {
    if (!schemasAnnounced) {
      for (byte[] schema : split.schemas()) {
        sink.emit(ChangeRecord.schema(split.shard(), page.getLsn(), split.tableId(), schema));
      }
      TableDef newest = schemas.newest(split.shard(), split.tableId());
      announcedVersion = newest == null ? 0 : newest.schemaVersion();
      schemasAnnounced = true;
    }
    while (announcedVersion < page.getSchemaVersion()) {
      byte[] schema;
      try {
        schema = schemas.fetch(split.shard(), split.tableId(), announcedVersion + 1);
      } catch (DoLakeException e) {
        if (e.code() == ErrorCode.SCHEMA_VERSION_UNKNOWN) {
          finishWithoutTable();
        } else {
          retry.failed(e);
        }
        return false;
      }
      sink.emit(ChangeRecord.schema(split.shard(), page.getLsn(), split.tableId(), schema));
      announcedVersion++;
    }
    return true;
  }

  private void emitRows(RecordSink<?> sink) throws IOException {
    int emitted = 0;
    byte[] key = null;
    while (nextRow < page.getRowsCount()) {
      SnapshotRow row = page.getRows(nextRow);
      if (emitted >= ROWS_PER_CALL && !sameBound(key, row.getKey())) {
        advance(bound(row.getKey()), false);
        return;
      }
      key = row.getKey().toByteArray();
      sink.emit(
          ChangeRecord.snapshotRow(
              split.shard(),
              page.getLsn(),
              page.getTimestamp(),
              split.tableId(),
              key,
              row.getImage().toByteArray()));
      nextRow++;
      emitted++;
    }
    boolean last = page.getComplete();
    advance(last ? split.toKey() : page.getNextKey().toByteArray(), last);
    page = null;
  }

  private void advance(byte[] toKey, boolean last) {
    split = split.withPage(new PageRead(toKey, page.getLsn(), page.getTimestamp()), last);
  }

  private static byte[] bound(ByteString key) {
    return key.substring(0, Math.min(key.size(), BOUND_LENGTH)).toByteArray();
  }

  private static boolean sameBound(byte[] previous, ByteString key) {
    return previous.length >= BOUND_LENGTH
        && key.size() >= BOUND_LENGTH
        && Arrays.equals(
            previous,
            0,
            BOUND_LENGTH,
            key.substring(0, BOUND_LENGTH).toByteArray(),
            0,
            BOUND_LENGTH);
  }

  @Override
  public void close() {
    if (pending != null) {
      pending.cancel(false);
    }
  }
}
