package io.dolake.cli.check.feed;

import io.dolake.cdc.ConnectionConfig;
import io.dolake.cdc.client.ChangeSubscription;
import io.dolake.cdc.client.NodeClients;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.CreateSlotRequest;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.dolake.common.proto.feed.TransactionPart;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A reader with a slot that opens a stream and takes nothing from it until it is told to. */
final class StalledConsumer implements AutoCloseable {
  private static final int SHARD = 0;
  private static final String NAME = "stalled";

  private final NodeClients clients;
  private final ChangeSubscription stream;
  private final Semaphore news = new Semaphore(0);
  private long position;
  private long changes;

  /** Opens a stream of what is committed after an LSN. */
  StalledConsumer(String endpoint, long afterLsn) {
    this.position = afterLsn;
    this.clients = new NodeClients(ConnectionConfig.plain(endpoint));
    try {
      clients
          .ofShard(SHARD)
          .call(
              stub ->
                  stub.createSlot(
                      CreateSlotRequest.newBuilder()
                          .setShard(SHARD)
                          .setSlot(NAME)
                          .setAfterLsn(afterLsn)
                          .build()));
      this.stream =
          clients
              .ofShard(SHARD)
              .subscribe(
                  StreamChangesRequest.newBuilder()
                      .setShard(SHARD)
                      .setSlot(NAME)
                      .setReader(NAME)
                      .setAfterLsn(afterLsn)
                      .build(),
                  news::release);
    } catch (DoLakeException e) {
      clients.close();
      throw e;
    }
  }

  /**
   * Takes everything up to an LSN.
   *
   * @param patience longest wait for a message
   * @return number of changes, each of a transaction of its own and in order
   * @throws DoLakeException when a transaction is missing or comes twice, or the stream ends
   */
  long readUpTo(long lsn, Duration patience) throws InterruptedException {
    while (position < lsn) {
      ChangeBatch batch = stream.poll();
      if (batch != null) {
        take(batch);
      } else if (stream.failure() != null) {
        throw stream.failure();
      } else if (!news.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DoLakeException(
            ErrorCode.CONNECTION_FAILURE,
            "nothing came for " + patience.toSeconds() + " s after LSN " + position);
      }
    }
    return changes;
  }

  private void take(ChangeBatch batch) {
    for (TransactionPart part : batch.getPartsList()) {
      if (part.getLsn() != position + 1 || part.getChangesCount() != 1) {
        throw new DoLakeException(
            ErrorCode.PROTOCOL_VIOLATION,
            "after LSN "
                + position
                + " came LSN "
                + part.getLsn()
                + " with "
                + part.getChangesCount()
                + " changes, not the next one with its only change");
      }
      position = part.getLsn();
      changes++;
    }
  }

  @Override
  public void close() {
    stream.cancel();
    clients.close();
  }
}
