package io.dolake.server.feed;

import io.dolake.common.Lsn;
import io.dolake.common.change.Change;
import io.dolake.common.change.TransactionHeader;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.feed.FeedErrors;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.ChangeProto;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.dolake.storage.LogReader;
import io.dolake.storage.ShardStore;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of changes: a thread that reads the log and sends it on while the reader has demand.
 *
 * <pre>
 * wait for demand -> next transaction -> its changes, a message whenever one is full
 *        ^                |
 *        |                +- none yet: send what there is, then wait for a commit or a heartbeat
 *        +-------------------------------------------------------------------------------------
 * </pre>
 *
 * <p>Memory is bounded by one message being built and the transport's window.
 */
final class ChangeStream implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);

  /** A message is sent when its changes have so many bytes. */
  private static final long FULL_BATCH_BYTES = 256 << 10;

  private static final long DEFAULT_HEARTBEAT_MILLIS = 200;
  private static final long MIN_HEARTBEAT_MILLIS = 5;
  private static final long MAX_HEARTBEAT_MILLIS = 60_000;

  private final ShardStore store;
  private final StreamChangesRequest request;
  private final ServerCallStreamObserver<ChangeBatch> observer;
  private final FeedMetrics metrics;
  private final Demand demand;
  private final long heartbeatNanos;
  private volatile DoLakeException endReason;

  ChangeStream(
      ShardStore store,
      StreamChangesRequest request,
      ServerCallStreamObserver<ChangeBatch> observer,
      FeedMetrics metrics) {
    this.store = store;
    this.request = request;
    this.observer = observer;
    this.metrics = metrics;
    this.demand = new Demand(observer::isReady);
    long millis =
        request.getHeartbeatMillis() == 0
            ? DEFAULT_HEARTBEAT_MILLIS
            : Math.max(
                MIN_HEARTBEAT_MILLIS, Math.min(request.getHeartbeatMillis(), MAX_HEARTBEAT_MILLIS));
    this.heartbeatNanos = Duration.ofMillis(millis).toNanos();
  }

  /** Registers for the transport's signals; before the call's handler returns. */
  void attach(Runnable onCancel) {
    observer.setOnReadyHandler(demand::signal);
    observer.setOnCancelHandler(
        () -> {
          demand.end();
          onCancel.run();
        });
  }

  /** Ends the stream with an error to its reader. Any thread. */
  void end(DoLakeException reason) {
    endReason = reason;
    demand.end();
  }

  @Override
  public void run() {
    try (LogReader reader = store.readLogAfter(new Lsn(request.getAfterLsn()))) {
      FollowedTables followed =
          new FollowedTables(
              TableMatcher.of(request.getFilter()), request.getTableIdsList(), store.catalog());
      pump(reader, new ChangeEncoder(followed, request.getOmitBeforeImages()));
      fail(endReason);
    } catch (DoLakeException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(shuttingDown());
    } catch (RuntimeException e) {
      LOG.error("stream failed slot={} shard={}", request.getSlot(), request.getShard(), e);
      fail(new DoLakeException(ErrorCode.INTERNAL_ERROR, "stream failed: " + e, null, e));
    }
  }

  private void pump(LogReader reader, ChangeEncoder encoder) throws InterruptedException {
    BatchBuilder batch = new BatchBuilder(request.getAfterLsn());
    long lastSentNanos = System.nanoTime();
    boolean opening = true;
    while (demand.await()) {
      long silentFor = System.nanoTime() - lastSentNanos;
      Duration patience =
          batch.isEmpty() && !opening
              ? Duration.ofNanos(Math.max(0, heartbeatNanos - silentFor))
              : Duration.ZERO;
      TransactionHeader transaction = reader.nextTransaction(patience);
      if (transaction != null && !copy(transaction, reader, encoder, batch)) {
        return;
      }
      boolean due = System.nanoTime() - lastSentNanos >= heartbeatNanos;
      if (transaction == null || due || batch.bytes() >= FULL_BATCH_BYTES) {
        send(batch, reader.resolvedTimestamp().value());
        lastSentNanos = System.nanoTime();
        opening = false;
      }
    }
  }

  /** Copies one transaction into messages; false when the stream ended meanwhile. */
  private boolean copy(
      TransactionHeader transaction, LogReader reader, ChangeEncoder encoder, BatchBuilder batch)
      throws InterruptedException {
    int index = 0;
    for (Change change = reader.nextChange(); change != null; change = reader.nextChange()) {
      ChangeProto encoded = encoder.encode(change, index++);
      if (encoded == null) {
        continue;
      }
      if (batch.bytes() >= FULL_BATCH_BYTES) {
        // Only now is it sure that the part before is not the transaction's last. In the middle of
        // a transaction nothing new is resolved.
        send(batch, 0);
        if (!demand.await()) {
          return false;
        }
      }
      batch.add(transaction, encoded);
    }
    batch.completeTransaction(transaction.lsn().value());
    return true;
  }

  private void send(BatchBuilder batch, long resolvedTimestamp) {
    metrics.sent(batch.changes(), batch.bytes());
    observer.onNext(batch.take(resolvedTimestamp));
  }

  private void fail(DoLakeException reason) {
    if (observer.isCancelled()) {
      return;
    }
    try {
      observer.onError(FeedErrors.toStatus(reason == null ? shuttingDown() : reason));
    } catch (IllegalStateException e) {
      LOG.debug("stream was closed by its reader meanwhile slot={}", request.getSlot(), e);
    }
  }

  static DoLakeException shuttingDown() {
    return new DoLakeException(ErrorCode.SHUTTING_DOWN, "the node is shutting down");
  }
}
