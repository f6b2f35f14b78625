package io.dolake.server.feed;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.ShardStore;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The open streams, each on a thread of a bounded pool. Thread-safe. */
final class StreamRegistry implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final ShardStore store;
  private final SlotLeases leases;
  private final FeedMetrics metrics;
  private final int maxStreams;
  private final Set<ChangeStream> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;
  private volatile boolean closed;

  StreamRegistry(ShardStore store, SlotLeases leases, FeedMetrics metrics, int maxStreams) {
    this.store = store;
    this.leases = leases;
    this.metrics = metrics;
    this.maxStreams = maxStreams;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            maxStreams,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread =
                  new Thread(
                      task, "feed-stream-" + store.shardId() + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts a stream; errors are thrown before anything is sent. */
  void start(StreamChangesRequest request, ServerCallStreamObserver<ChangeBatch> observer) {
    if (closed) {
      throw ChangeStream.shuttingDown();
    }
    checkPosition(request);
    ChangeStream stream = new ChangeStream(store, request, observer, metrics);
    SlotLeases.Lease lease = request.getSlot().isEmpty() ? null : lease(request, stream);
    stream.attach(() -> release(lease));
    open.add(stream);
    metrics.streamOpened();
    try {
      threads.execute(() -> run(stream, lease));
    } catch (RejectedExecutionException e) {
      finish(stream, lease);
      throw new DoLakeException(
          ErrorCode.TOO_MANY_CONNECTIONS,
          "all " + maxStreams + " streams of the change feed are taken",
          "Stop a reader or raise feed.max-streams.",
          e);
    }
    if (closed) {
      stream.end(ChangeStream.shuttingDown());
    }
  }

  private SlotLeases.Lease lease(StreamChangesRequest request, ChangeStream stream) {
    return leases.acquire(
        request.getSlot(),
        request.getReader(),
        () ->
            stream.end(
                new DoLakeException(
                    ErrorCode.SLOT_IN_USE,
                    "slot " + request.getSlot() + " was taken over by a newer stream of its reader",
                    null)));
  }

  /** The log itself checks the position again when it is opened; this gives the slot's words. */
  private void checkPosition(StreamChangesRequest request) {
    if (request.getSlot().isEmpty()) {
      return;
    }
    ReplicationSlot slot =
        store
            .slots()
            .find(request.getSlot())
            .orElseThrow(
                () ->
                    new DoLakeException(
                        ErrorCode.SLOT_UNDEFINED,
                        "slot " + request.getSlot() + " does not exist",
                        "Create it, or start the reader anew."));
    if (slot.state() == ReplicationSlot.State.LOST) {
      throw new DoLakeException(
          ErrorCode.SLOT_LOST,
          "slot "
              + slot.name()
              + " is lost: the log after LSN "
              + slot.confirmed()
              + " was removed by retention",
          "Drop the slot and start the reader with a new initial load.");
    }
  }

  private void run(ChangeStream stream, SlotLeases.Lease lease) {
    try {
      stream.run();
    } finally {
      finish(stream, lease);
    }
  }

  private void finish(ChangeStream stream, SlotLeases.Lease lease) {
    if (open.remove(stream)) {
      metrics.streamClosed();
    }
    release(lease);
  }

  private void release(SlotLeases.Lease lease) {
    if (lease != null) {
      leases.release(lease);
    }
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(stream -> stream.end(ChangeStream.shuttingDown()));
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
