package io.dolake.cdc.reader;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.EventTime;
import io.dolake.cdc.SourceConfig;
import io.dolake.cdc.client.FeedFailures;
import io.dolake.cdc.client.NodeClients;
import io.dolake.cdc.enumerator.LoadComplete;
import io.dolake.cdc.enumerator.ReaderHolds;
import io.dolake.cdc.enumerator.SnapshotSplitFinished;
import io.dolake.cdc.enumerator.SnapshotSplitsRecorded;
import io.dolake.cdc.split.FeedSplit;
import io.dolake.cdc.split.LogSplit;
import io.dolake.cdc.split.SnapshotSplit;
import io.dolake.common.error.DoLakeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Reads the splits it is given, in turn. Everything runs on Flink's task thread; the transport's
 * threads only fill bounded queues and wake it.
 */
public final class FeedReader<T> implements SourceReader<T, FeedSplit> {
  /** How often a job that takes no checkpoints tells what it has read. */
  private static final Duration CONFIRM_INTERVAL = Duration.ofSeconds(10);

  private final SourceConfig config;
  private final SourceReaderContext context;
  private final NodeClients clients;
  private final KnownSchemas schemas;
  private final ReaderMetrics metrics;
  private final RecordSink<T> sink;
  private final SlotConfirmer confirmer;
  private final WakeUp wakeUp = new WakeUp();
  private final ScheduledExecutorService timer;

  private final Map<String, SplitInput> inputs = new LinkedHashMap<>();
  private final Map<String, SnapshotSplit> finishedSnapshots = new LinkedHashMap<>();
  private final Set<String> paused = new HashSet<>();
  private final EventTime eventTime;
  private boolean noMoreSplits;
  private boolean loadComplete;
  private boolean idle;
  private boolean restored;
  private boolean checkpointsTaken;
  private long watermark = Long.MIN_VALUE;
  private long lastConfirmNanos = System.nanoTime();

  public FeedReader(
      SourceConfig config, ChangeDeserializer<T> deserializer, SourceReaderContext context) {
    this.config = config;
    this.context = context;
    this.eventTime = config.eventTime();
    this.clients = new NodeClients(config.connection());
    this.schemas = new KnownSchemas(clients);
    this.metrics = new ReaderMetrics(context.metricGroup(), InstantSource.system());
    this.sink = new RecordSink<>(deserializer, schemas, eventTime, metrics);
    this.confirmer = new SlotConfirmer(clients);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "dosql-source-timer-" + context.getIndexOfSubtask());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void start() {
    Set<String> unfinished = new HashSet<>();
    inputs.forEach(
        (id, input) -> {
          if (input instanceof SnapshotInput) {
            unfinished.add(id);
          }
        });
    context.sendSourceEventToCoordinator(new ReaderHolds(unfinished));
    finishedSnapshots
        .values()
        .forEach(split -> context.sendSourceEventToCoordinator(new SnapshotSplitFinished(split)));
    restored = !inputs.isEmpty() || !finishedSnapshots.isEmpty();
    requestSplitIfFree();
  }

  private void requestSplitIfFree() {
    if (inputs.isEmpty() && !noMoreSplits) {
      context.sendSplitRequest();
    }
  }

  @Override
  public void addSplits(List<FeedSplit> splits) {
    for (FeedSplit split : splits) {
      if (split instanceof SnapshotSplit snapshot) {
        if (snapshot.finished()) {
          finishedSnapshots.put(snapshot.splitId(), snapshot);
        } else {
          inputs.put(
              snapshot.splitId(),
              new SnapshotInput(
                  snapshot, clients, schemas, wakeUp, retryOf(split), config.pageBytes()));
        }
      } else {
        LogInput input = new LogInput((LogSplit) split, config, clients, wakeUp, retryOf(split));
        input.rememberSchemas(schemas);
        inputs.put(split.splitId(), input);
      }
    }
    wakeUp.run();
  }

  private Retry retryOf(FeedSplit split) {
    return new Retry(
        "reading " + split.splitId(), config.connection().patience(), timer, wakeUp, metrics);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    sink.useOutput(output);
    try {
      for (SplitInput input : List.copyOf(inputs.values())) {
        if (isActive(input) && input.isReady()) {
          input.emit(sink);
        }
        if (input.isFinished()) {
          finish(input);
        }
      }
    } catch (DoLakeException e) {
      throw FeedFailures.fatal(e);
    }
    advanceTime(output);
    confirmWithoutCheckpoints();
    return status();
  }

  private InputStatus status() {
    if (noMoreSplits && inputs.isEmpty()) {
      return InputStatus.END_OF_INPUT;
    }
    return anyReady() ? InputStatus.MORE_AVAILABLE : InputStatus.NOTHING_AVAILABLE;
  }

  private boolean isActive(SplitInput input) {
    return paused.isEmpty() || !paused.contains(input.split().splitId());
  }

  private boolean anyReady() {
    for (SplitInput input : inputs.values()) {
      if (isActive(input) && input.isReady()) {
        return true;
      }
    }
    return false;
  }

  private void finish(SplitInput input) {
    FeedSplit split = input.split();
    inputs.remove(split.splitId());
    input.close();
    if (split instanceof SnapshotSplit snapshot) {
      finishedSnapshots.put(snapshot.splitId(), snapshot);
      context.sendSourceEventToCoordinator(new SnapshotSplitFinished(snapshot));
    }
    requestSplitIfFree();
  }

  /** The watermark is the least of what the logs have resolved; see ChangeRecord's contract. */
  private void advanceTime(ReaderOutput<T> output) {
    if (inputs.isEmpty()) {
      if (loadComplete && !idle) {
        idle = true;
        output.markIdle();
      }
      return;
    }
    if (idle) {
      idle = false;
      output.markActive();
    }
    long least = Long.MAX_VALUE;
    for (SplitInput input : inputs.values()) {
      least = Math.min(least, input instanceof LogInput log ? log.resolvedTimestamp() : 0);
    }
    if (least > 0) {
      metrics.resolved(least);
      long next = eventTime.ofResolved(least);
      if (next > watermark) {
        watermark = next;
        output.emitWatermark(new Watermark(next));
      }
    }
  }

  /**
   * A job that never takes checkpoints starts anew after a failure, so what it has emitted need not
   * be kept for it.
   */
  private void confirmWithoutCheckpoints() {
    if (restored || checkpointsTaken) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastConfirmNanos >= CONFIRM_INTERVAL.toNanos()) {
      lastConfirmNanos = now;
      logSplits().forEach(confirmer::confirm);
    }
  }

  private List<LogSplit> logSplits() {
    return inputs.values().stream()
        .filter(LogInput.class::isInstance)
        .map(input -> ((LogInput) input).split())
        .collect(Collectors.toList());
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    CompletableFuture<Void> news = wakeUp.arm();
    boolean endReached = noMoreSplits && inputs.isEmpty();
    boolean becomesIdle = inputs.isEmpty() && loadComplete && !idle;
    if (endReached || becomesIdle || anyReady()) {
      return CompletableFuture.completedFuture(null);
    }
    return news;
  }

  @Override
  public List<FeedSplit> snapshotState(long checkpointId) {
    checkpointsTaken = true;
    List<FeedSplit> state = new ArrayList<>(finishedSnapshots.values());
    List<LogSplit> logs = new ArrayList<>();
    for (SplitInput input : inputs.values()) {
      FeedSplit split = input.split();
      state.add(split);
      if (split instanceof LogSplit log) {
        logs.add(log);
      }
    }
    confirmer.checkpointTaken(checkpointId, logs);
    return state;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    confirmer.checkpointComplete(checkpointId);
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof SnapshotSplitsRecorded recorded) {
      finishedSnapshots.keySet().removeAll(recorded.splitIds());
    } else if (event instanceof LoadComplete) {
      loadComplete = true;
      wakeUp.run();
    } else {
      throw new IllegalArgumentException("unexpected event " + event);
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    wakeUp.run();
  }

  @Override
  public void pauseOrResumeSplits(
      Collection<String> splitsToPause, Collection<String> splitsToResume) {
    paused.addAll(splitsToPause);
    splitsToResume.forEach(paused::remove);
    wakeUp.run();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    inputs.values().forEach(SplitInput::close);
    inputs.clear();
    clients.close();
  }
}
