package io.dolake.cdc.enumerator;

import io.dolake.cdc.SourceConfig;
import io.dolake.cdc.StartupMode;
import io.dolake.cdc.client.NodeClients;
import io.dolake.cdc.split.FeedSplit;
import io.dolake.cdc.split.HandOver;
import io.dolake.cdc.split.LogPosition;
import io.dolake.cdc.split.LogSplit;
import io.dolake.cdc.split.SnapshotSplit;
import io.dolake.common.feed.FeedProtocol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out splits. Runs on Flink's coordinator thread, except for {@link SourcePlanner}.
 *
 * <p>The life of a snapshot split:
 *
 * <ol>
 *   <li>planned: in {@code unassigned}
 *   <li>given to a reader that asked: in {@code assigned}
 *   <li>read: the reader tells ({@link SnapshotSplitFinished}), it moves to {@code finished} with
 *       the LSNs its pages were read at. The reader keeps it in its own checkpoints until one of
 *       the enumerator's that has it is complete ({@link SnapshotSplitsRecorded}): were it dropped
 *       earlier, a restore could find it in neither.
 *   <li>when a reader restarts from a checkpoint that is older than that, it tells what it holds
 *       ({@link ReaderHolds}), and the split is {@code assigned} again
 * </ol>
 *
 * <p>When every snapshot split is finished, a Flink checkpoint has passed since (see {@link
 * HandOverBarrier}), every reader is there and has told what it holds, the log splits get what was
 * read as their {@link HandOver} and a reader each. After that, and not before, readers are told
 * that they may be idle ({@link LoadComplete}): until then the watermark must not move.
 */
public final class FeedEnumerator implements SplitEnumerator<FeedSplit, EnumeratorState> {
  private static final Logger LOG = LoggerFactory.getLogger(FeedEnumerator.class);

  private static final long BARRIER_CHECK_MILLIS = 1_000;

  private final SourceConfig config;
  private final SplitEnumeratorContext<FeedSplit> context;
  private final String slot;
  private final String reader;
  private final NodeClients clients;
  private final SourcePlanner planner;

  private final Deque<SnapshotSplit> unassigned = new ArrayDeque<>();
  private final Map<String, SnapshotSplit> assigned = new LinkedHashMap<>();
  private final Map<String, SnapshotSplit> finished = new LinkedHashMap<>();
  private final Map<Integer, LogSplit> unassignedLogs = new TreeMap<>();
  private final Set<String> finishedIds = new HashSet<>();
  private final Set<Integer> shards = new TreeSet<>();
  private boolean planned;

  /** What the planner gives after this is of no interest. Closing may be another thread's. */
  private volatile boolean closed;

  private final HandOverBarrier barrier;
  private final Set<Integer> waitingReaders = new LinkedHashSet<>();
  private final Set<Integer> heardReaders = new HashSet<>();
  private final Set<Integer> informedReaders = new HashSet<>();

  /** By Flink checkpoint: the finished splits it has, and whether all logs were assigned. */
  private final Map<Long, RecordedCheckpoint> checkpoints = new TreeMap<>();

  private record RecordedCheckpoint(Set<String> finishedIds, boolean logsAssigned) {}

  /**
   * @param restored the state to go on from, or null
   */
  public FeedEnumerator(
      SourceConfig config, SplitEnumeratorContext<FeedSplit> context, EnumeratorState restored) {
    this.config = config;
    this.context = context;
    if (restored == null) {
      String unique = UUID.randomUUID().toString();
      this.slot =
          config.slot() != null ? config.slot() : FeedProtocol.TEMPORARY_SLOT_PREFIX + unique;
      this.reader = "flink-" + unique;
    } else {
      this.slot = restored.slot();
      this.reader = restored.reader();
      this.planned = restored.planned();
      shards.addAll(restored.shards());
      unassigned.addAll(restored.unassigned());
      restored.assigned().forEach(split -> assigned.put(split.splitId(), split));
      restored.finished().forEach(split -> finished.put(split.splitId(), split));
      restored.unassignedLogs().forEach(split -> unassignedLogs.put(split.shard(), split));
      finishedIds.addAll(restored.finishedIds());
    }
    // A restored checkpoint with a finished load has every row of it downstream.
    this.barrier = new HandOverBarrier(planned && isLoadFinished(), System::nanoTime);
    this.clients = new NodeClients(config.connection());
    this.planner = new SourcePlanner(config, clients, slot, reader);
  }

  @Override
  public void start() {
    if (!planned) {
      context.callAsync(planner::plan, this::onPlanned);
    }
    if (config.startup().kind() == StartupMode.Kind.INITIAL) {
      context.callAsync(
          () -> barrier, (b, failure) -> assign(), BARRIER_CHECK_MILLIS, BARRIER_CHECK_MILLIS);
    }
    long interval = config.discoveryInterval().toMillis();
    if (interval > 0 && !config.bounded()) {
      context.callAsync(this::findNewShards, this::onNewShards, interval, interval);
    }
  }

  private void onPlanned(SourcePlan plan, Throwable failure) {
    if (closed) {
      return;
    }
    throwIfFailed(failure);
    planned = true;
    unassigned.addAll(plan.snapshotSplits());
    addLogs(plan);
    LOG.info(
        "source planned slot={} reader={} shards={} snapshotSplits={}",
        slot,
        reader,
        shards,
        plan.snapshotSplits().size());
    assign();
  }

  private SourcePlan findNewShards() throws InterruptedException {
    Set<Integer> known;
    synchronized (shards) {
      known = planned ? Set.copyOf(shards) : null;
    }
    return known == null ? new SourcePlan(List.of(), List.of()) : planner.planNewShards(known);
  }

  private void onNewShards(SourcePlan plan, Throwable failure) {
    if (closed) {
      return;
    }
    throwIfFailed(failure);
    if (!plan.logSplits().isEmpty()) {
      addLogs(plan);
      assign();
    }
  }

  private void addLogs(SourcePlan plan) {
    synchronized (shards) {
      for (LogSplit log : plan.logSplits()) {
        if (shards.add(log.shard())) {
          unassignedLogs.put(log.shard(), log);
        }
      }
    }
  }

  private static void throwIfFailed(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure != null) {
      throw new FlinkRuntimeException("the source could not be planned", failure);
    }
  }

  @Override
  public void addReader(int subtask) {
    heardReaders.remove(subtask);
    informedReaders.remove(subtask);
  }

  @Override
  public void handleSplitRequest(int subtask, String requesterHostname) {
    waitingReaders.add(subtask);
    assign();
  }

  @Override
  public void addSplitsBack(List<FeedSplit> splits, int subtask) {
    heardReaders.remove(subtask);
    informedReaders.remove(subtask);
    waitingReaders.remove(subtask);
    for (FeedSplit split : splits) {
      if (split instanceof SnapshotSplit snapshot) {
        assigned.remove(snapshot.splitId());
        finished.remove(snapshot.splitId());
        finishedIds.remove(snapshot.splitId());
        unassigned.addFirst(snapshot);
        barrier.reset();
      } else {
        LogSplit log = (LogSplit) split;
        unassignedLogs.put(log.shard(), withHandOver(log, HandOver.NOTHING, false));
      }
    }
    assign();
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof ReaderHolds holds) {
      onReaderHolds(subtask, holds);
    } else if (event instanceof SnapshotSplitFinished told) {
      onFinished(subtask, told.split());
    } else {
      throw new IllegalArgumentException("unexpected event " + event);
    }
    assign();
  }

  private void onReaderHolds(int subtask, ReaderHolds holds) {
    heardReaders.add(subtask);
    for (String id : holds.unfinishedSplitIds()) {
      SnapshotSplit split = finished.remove(id);
      if (split != null) {
        finishedIds.remove(id);
        assigned.put(id, split);
        barrier.reset();
      }
    }
  }

  private void onFinished(int subtask, SnapshotSplit split) {
    String id = split.splitId();
    if (assigned.remove(id) != null || finished.containsKey(id)) {
      finished.put(id, split);
      finishedIds.add(id);
    } else {
      // From a reader that was restored: this enumerator's checkpoint had it already.
      context.sendEventToSourceReader(subtask, new SnapshotSplitsRecorded(Set.of(id)));
    }
  }

  private void assign() {
    if (!planned) {
      return;
    }
    waitingReaders.retainAll(context.registeredReaders().keySet());
    for (int subtask : List.copyOf(waitingReaders)) {
      SnapshotSplit split = unassigned.poll();
      if (split == null) {
        break;
      }
      assigned.put(split.splitId(), split);
      barrier.reset();
      waitingReaders.remove(subtask);
      context.assignSplit(split, subtask);
    }
    if (!allReadersHeard()) {
      return;
    }
    if (isLoadFinished()) {
      barrier.loadFinished();
      if (barrier.isPassed() || !rowsMayBeOvertaken()) {
        assignLogs();
        informReaders();
      }
    } else if (!unassignedLogs.keySet().containsAll(shards)) {
      // A log's reader leaves out what these splits held, which will now be read anew. Restoring
      // everything to the last checkpoint puts that right.
      throw new FlinkRuntimeException(
          "a reader went back to a checkpoint before the end of the initial load while another one"
              + " already reads the log; all readers have to go back");
    }
  }

  private boolean isLoadFinished() {
    return unassigned.isEmpty() && assigned.isEmpty();
  }

  /** Whether a log may have changes to rows that other readers have emitted. */
  private boolean rowsMayBeOvertaken() {
    if (context.currentParallelism() == 1 || finished.isEmpty()) {
      return false;
    }
    return unassignedLogs.values().stream()
        .anyMatch(
            log ->
                log.stopLsn() > log.position().completeLsn()
                    || HandOver.of(log.shard(), finished.values()).endLsn()
                        > log.position().completeLsn());
  }

  private boolean allReadersHeard() {
    return context.registeredReaders().size() == context.currentParallelism()
        && heardReaders.containsAll(context.registeredReaders().keySet());
  }

  private void assignLogs() {
    List<Integer> readers = List.copyOf(new TreeSet<>(context.registeredReaders().keySet()));
    for (LogSplit log : List.copyOf(unassignedLogs.values())) {
      HandOver handOver = HandOver.of(log.shard(), finished.values());
      int subtask = readers.get(log.shard() % readers.size());
      unassignedLogs.remove(log.shard());
      context.assignSplit(
          withHandOver(log, handOver, config.startup().kind() != StartupMode.Kind.INITIAL),
          subtask);
      LOG.info(
          "log assigned shard={} subtask={} after={} loadUntil={}",
          log.shard(),
          subtask,
          log.position().completeLsn(),
          handOver.endLsn());
    }
  }

  /** A bounded log goes on at least until the load is one state of the database. */
  private static LogSplit withHandOver(LogSplit log, HandOver handOver, boolean loadAnnounced) {
    return new LogSplit(
        log.shard(),
        log.slot(),
        log.reader(),
        LogPosition.after(log.position().completeLsn()),
        Math.max(log.stopLsn(), handOver.endLsn()),
        handOver,
        loadAnnounced,
        false,
        log.schemas());
  }

  private void informReaders() {
    for (int subtask : context.registeredReaders().keySet()) {
      if (informedReaders.add(subtask)) {
        context.sendEventToSourceReader(subtask, new LoadComplete());
        if (config.bounded()) {
          context.signalNoMoreSplits(subtask);
        }
      }
    }
  }

  @Override
  public EnumeratorState snapshotState(long checkpointId) {
    barrier.checkpointStarted(checkpointId, planned && isLoadFinished());
    checkpoints.put(
        checkpointId,
        new RecordedCheckpoint(Set.copyOf(finishedIds), planned && unassignedLogs.isEmpty()));
    return new EnumeratorState(
        slot,
        reader,
        planned,
        shards,
        new ArrayList<>(unassigned),
        new ArrayList<>(assigned.values()),
        new ArrayList<>(finished.values()),
        new ArrayList<>(unassignedLogs.values()),
        finishedIds);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    if (barrier.checkpointComplete(checkpointId)) {
      assign();
    }
    RecordedCheckpoint recorded = checkpoints.get(checkpointId);
    new HashMap<>(checkpoints)
        .keySet().stream().filter(id -> id <= checkpointId).forEach(checkpoints::remove);
    if (recorded == null || recorded.finishedIds().isEmpty()) {
      return;
    }
    for (int subtask : context.registeredReaders().keySet()) {
      context.sendEventToSourceReader(subtask, new SnapshotSplitsRecorded(recorded.finishedIds()));
    }
    if (recorded.logsAssigned()) {
      // No log split can come back from before this checkpoint, so no hand-over is needed again.
      finished.clear();
      finishedIds.removeAll(recorded.finishedIds());
    }
  }

  @Override
  public void close() {
    closed = true;
    planner.close();
    clients.close();
  }
}
