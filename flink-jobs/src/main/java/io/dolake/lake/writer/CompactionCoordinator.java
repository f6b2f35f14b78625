package io.dolake.lake.writer;

import io.dolake.cdc.control.Accepted;
import io.dolake.cdc.control.CompactTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationRequestHandler;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * Passes requests to compact a table on to the writers. Keeps nothing: who asks sees in the lake
 * what has become of it, and asks again after a restart. All calls come on the JobMaster's thread.
 */
final class CompactionCoordinator implements OperatorCoordinator, CoordinationRequestHandler {
  private static final byte[] NO_STATE = {};

  private final Map<Integer, SubtaskGateway> writers = new TreeMap<>();

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
    throw new IllegalStateException("unexpected " + event);
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
