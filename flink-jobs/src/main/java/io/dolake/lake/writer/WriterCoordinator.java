package io.dolake.lake.writer;

import io.dolake.cdc.control.Accepted;
import io.dolake.cdc.control.CompactTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationRequestHandler;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes requests to compact a table on to the writers, and takes a checkpoint, so that there is a
 * commit, when a writer wants one. Keeps nothing: who asks sees in the lake what has become of it,
 * and asks again after a restart. All calls come on the JobMaster's thread.
 */
final class WriterCoordinator implements OperatorCoordinator, CoordinationRequestHandler {
  private static final byte[] NO_STATE = {};

  private static final Logger LOG = LoggerFactory.getLogger(WriterCoordinator.class);

  private final Context context;
  private final Map<Integer, SubtaskGateway> writers = new TreeMap<>();

  /** Several writers want a commit at about the same time; one checkpoint is for all. */
  private CompletableFuture<?> checkpoint = CompletableFuture.completedFuture(null);

  WriterCoordinator(Context context) {
    this.context = context;
  }

  @Override
  public void start() {}

  @Override
  public CompletableFuture<CoordinationResponse> handleCoordinationRequest(
      CoordinationRequest request) {
    if (!(request instanceof CompactTable compact)) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("writers take no " + request.getClass().getName()));
    }
    CompletableFuture<?>[] sent =
        writers.values().stream()
            .map(writer -> writer.sendEvent(new CompactionOrder(compact.tableLocation())))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(sent).thenApply(ignored -> new Accepted(sent.length));
  }

  @Override
  public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {
    writers.put(subtask, gateway);
  }

  @Override
  public void executionAttemptFailed(int subtask, int attempt, Throwable reason) {
    writers.remove(subtask);
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    writers.remove(subtask);
  }

  @Override
  public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
    if (!(event instanceof CommitWanted)) {
      throw new IllegalStateException("unexpected " + event);
    }
    CheckpointCoordinator checkpoints = context.getCheckpointCoordinator();
    if (checkpoint.isDone() && checkpoints != null) {
      checkpoint =
          checkpoints
              .triggerCheckpoint(false)
              .exceptionally(
                  e -> {
                    LOG.info("no commit before its time: {}", e.toString());
                    return null;
                  });
    }
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    result.complete(NO_STATE);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public void resetToCheckpoint(long checkpointId, byte[] state) {}

  @Override
  public void close() {
    writers.clear();
  }
}
