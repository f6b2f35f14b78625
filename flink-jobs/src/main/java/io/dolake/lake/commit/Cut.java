package io.dolake.lake.commit;

import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.TableStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything between two states of the lake: what one checkpoint, or several merged, changed.
 *
 * @param commitId tells this cut's commit from every other one; chosen once, kept in state
 * @param checkpointId the (last) Flink checkpoint
 * @param watermark commit timestamp up to which everything is in
 * @param lsns last LSN that is in, by shard
 * @param steps schema changes, truncations and drops in the order of the log
 * @param files what became of data files; for each, in the order it happened
 */
record Cut(
    String commitId,
    long checkpointId,
    long watermark,
    Map<Integer, Long> lsns,
    List<TableStep> steps,
    List<FileChange> files) {
  Cut {
    Objects.requireNonNull(commitId, "commitId");
    lsns = Map.copyOf(lsns);
    steps = List.copyOf(steps);
    files = List.copyOf(files);
  }

  boolean isEmpty() {
    return steps.isEmpty() && files.isEmpty();
  }

  /**
   * This cut and the one after it as one. Files of tables that the later one empties or drops
   * vanish, so do files that come and go, and compactions lose their snapshot of their own.
   */
  Cut then(Cut later) {
    if (isEmpty()) {
      return new Cut(
          later.commitId,
          later.checkpointId,
          later.watermark,
          maxOf(lsns, later.lsns),
          later.steps,
          later.files);
    }
    Set<Integer> emptied = new HashSet<>();
    for (TableStep step : later.steps) {
      if (step.emptiesTable()) {
        emptied.add(step.tableId());
      }
    }
    Map<Long, FileChange> merged = new LinkedHashMap<>();
    for (FileChange change : files) {
      if (!emptied.contains(change.file().tableId())) {
        merge(merged, change);
      }
    }
    later.files.forEach(change -> merge(merged, change));
    merged.values().removeIf(FileChange::isVoid);
    List<TableStep> allSteps = new ArrayList<>(steps);
    allSteps.addAll(later.steps);
    return new Cut(
        later.commitId,
        later.checkpointId,
        later.watermark,
        maxOf(lsns, later.lsns),
        allSteps,
        List.copyOf(merged.values()));
  }

  /** The same changes without an account of compactions: one change per file. */
  Cut asUnmoved() {
    Map<Long, FileChange> merged = new LinkedHashMap<>();
    files.forEach(change -> merge(merged, change));
    return new Cut(commitId, checkpointId, watermark, lsns, steps, List.copyOf(merged.values()));
  }

  /** The same changes, told to reach up to other positions of the shards' logs. */
  Cut withLsns(Map<Integer, Long> newLsns) {
    return new Cut(commitId, checkpointId, watermark, newLsns, steps, files);
  }

  private static void merge(Map<Long, FileChange> merged, FileChange change) {
    merged.merge(change.file().fileId(), change.asUnmoved(), FileChange::then);
  }

  private static Map<Integer, Long> maxOf(Map<Integer, Long> a, Map<Integer, Long> b) {
    Map<Integer, Long> result = new HashMap<>(a);
    b.forEach((shard, lsn) -> result.merge(shard, lsn, Math::max));
    return result;
  }
}
