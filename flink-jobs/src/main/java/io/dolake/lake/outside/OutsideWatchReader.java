package io.dolake.lake.outside;

import io.dolake.lake.commit.LakeCatalog;
import io.dolake.lake.event.LakeEvent;
import io.dolake.lake.file.Adoption;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for tagged rewrites on a thread of its own and emits, on the task's thread, at most one
 * order between two checkpoints. An order carries the number of its checkpoint interval, so nothing
 * is emitted before that is known.
 */
final class OutsideWatchReader implements SourceReader<LakeEvent, OutsideWatch> {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideWatchReader.class);
  private static final long UNKNOWN = -1;
  private static final long STOP_SECONDS = 10;

  private final LakeCatalog catalog;
  private final OutsideScan scan;
  private final Duration pause;
  private final int keyGroups;
  private final ScheduledExecutorService thread;
  private final Map<Long, Integer> ordered = new HashMap<>();

  /** What the last look found, null before the first; replaced by the watcher's thread. */
  private volatile List<RewrittenFiles> found;

  private volatile CompletableFuture<Void> available = new CompletableFuture<>();
  private long lastCheckpointId = UNKNOWN;
  private boolean orderedInInterval;
  private boolean idle;

  OutsideWatchReader(
      String catalogUri, Map<String, String> catalogProperties, Duration pause, int keyGroups) {
    this.catalog = new LakeCatalog(catalogUri, catalogProperties);
    this.scan = new OutsideScan(catalog);
    this.pause = pause;
    this.keyGroups = keyGroups;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread created = new Thread(task, "lake-outside-watcher");
              created.setDaemon(true);
              return created;
            });
  }

  @Override
  public void addSplits(List<OutsideWatch> splits) {
    for (OutsideWatch watch : splits) {
      lastCheckpointId = watch.checkpointId();
      ordered.putAll(watch.portionsOrdered());
    }
  }

  @Override
  public void start() {
    available.complete(null); // to say at once that no watermark comes from here
    if (!pause.isZero()) {
      thread.scheduleWithFixedDelay(
          this::look, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      found = scan.run();
      available.complete(null);
    } catch (RuntimeException e) {
      if (thread.isShutdown()) {
        return; // interrupted by close
      }
      LOG.warn("cannot look for outside commits, trying again in {}: {}", pause, e.toString());
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<LakeEvent> output) {
    if (!idle) {
      idle = true;
      output.markIdle();
    }
    // Made before looking, so that what is found meanwhile is not waited for.
    available = new CompletableFuture<>();
    List<RewrittenFiles> rewrites = found;
    if (rewrites != null && !orderedInInterval && lastCheckpointId != UNKNOWN) {
      orderNext(rewrites, output);
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  private void orderNext(List<RewrittenFiles> rewrites, ReaderOutput<LakeEvent> output) {
    Set<Long> tagged = new HashSet<>();
    rewrites.forEach(rewrite -> tagged.add(rewrite.snapshotId()));
    ordered.keySet().retainAll(tagged);
    for (RewrittenFiles rewrite : rewrites) {
      int portion = ordered.getOrDefault(rewrite.snapshotId(), 0);
      if (portion < rewrite.portions().size()) {
        emit(rewrite.adoption(portion, lastCheckpointId + 1), output);
        ordered.put(rewrite.snapshotId(), portion + 1);
        orderedInInterval = true;
        return;
      }
    }
  }

  private void emit(Adoption adoption, ReaderOutput<LakeEvent> output) {
    LOG.info(
        "files of snapshot {} of {} are taken over",
        adoption.snapshotId(),
        adoption.tableLocation());
    byte[] whole = adoption.encode();
    byte[] others = adoption.withoutMetrics().encode();
    for (int group = 0; group < keyGroups; group++) {
      output.collect(
          new LakeEvent(
              LakeEvent.Kind.ADOPT,
              group,
              0,
              0,
              -1,
              0,
              adoption.tableId(),
              null,
              group == 0 ? whole : others));
    }
  }

  @Override
  public List<OutsideWatch> snapshotState(long checkpointId) {
    lastCheckpointId = checkpointId;
    orderedInInterval = false;
    available.complete(null);
    return List.of(new OutsideWatch(checkpointId, ordered));
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() throws IOException, InterruptedException {
    thread.shutdownNow();
    if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("the outside watcher did not stop in {} s", STOP_SECONDS);
    }
    catalog.close();
  }
}
