package io.dolake.cdc.client;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * An open stream of changes. The node sends no more messages than were asked for, so the queue is
 * bounded by {@value #MAX_BUFFERED_BATCHES}. The transport's thread adds, one other thread takes.
 */
public final class ChangeSubscription
    implements ClientResponseObserver<StreamChangesRequest, ChangeBatch> {
  static final int MAX_BUFFERED_BATCHES = 8;

  private final Runnable wakeUp;
  private final Function<Throwable, DoLakeException> translate;
  private final ConcurrentLinkedQueue<ChangeBatch> queue = new ConcurrentLinkedQueue<>();
  private volatile ClientCallStreamObserver<StreamChangesRequest> call;
  private volatile DoLakeException failure;

  ChangeSubscription(Runnable wakeUp, Function<Throwable, DoLakeException> translate) {
    this.wakeUp = wakeUp;
    this.translate = translate;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<StreamChangesRequest> observer) {
    observer.disableAutoRequestWithInitial(MAX_BUFFERED_BATCHES);
    call = observer;
  }

  @Override
  public void onNext(ChangeBatch batch) {
    queue.add(batch);
    wakeUp.run();
  }

  @Override
  public void onError(Throwable cause) {
    failure = translate.apply(cause);
    wakeUp.run();
  }

  @Override
  public void onCompleted() {
    failure = new DoLakeException(ErrorCode.CONNECTION_FAILURE, "the node ended the stream");
    wakeUp.run();
  }

  /** The next message, or null when there is none yet; asks for another one in its place. */
  public ChangeBatch poll() {
    ChangeBatch batch = queue.poll();
    if (batch != null) {
      call.request(1);
    }
    return batch;
  }

  /** Whether {@link #poll} has a message or the stream has failed. */
  public boolean hasNews() {
    return !queue.isEmpty() || failure != null;
  }

  /** Why the stream ended, once every message before that was taken; null while it is open. */
  public DoLakeException failure() {
    return queue.isEmpty() ? failure : null;
  }

  /** Ends the stream. */
  public void cancel() {
    call.cancel("reader closed", null);
  }
}
