package io.dolake.lake.commit;

import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.LakeMessage;
import io.dolake.lake.file.TableStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Collects what the operators ahead sent for a checkpoint, and for earlier ones that were given up
 * on their way here. It is a consistent cut if all writers stood at the same watermark, and
 * complete if there was one: before the initial load has been read there is none.
 */
final class CutAssembly {
  private final NavigableMap<Long, Part> parts = new TreeMap<>();

  /** What came for one checkpoint. */
  private static final class Part {
    private final List<LakeMessage.WriterReport> reports = new ArrayList<>();
    private final List<FileChange> files = new ArrayList<>();

    Cut cut(long checkpointId) {
      Map<Integer, Long> lsns = new HashMap<>();
      List<TableStep> steps = new ArrayList<>();
      long watermark = Long.MAX_VALUE;
      for (LakeMessage.WriterReport report : reports) {
        report.lsns().forEach((shard, lsn) -> lsns.merge(shard, lsn, Math::max));
        steps.addAll(report.steps());
        watermark = Math.min(watermark, report.watermark());
      }
      Cut cut = new Cut(UUID.randomUUID().toString(), checkpointId, watermark, lsns, steps, files);
      return reports.stream().allMatch(LakeMessage.WriterReport::movesComeFirst)
          ? cut
          : cut.asUnmoved();
    }

    boolean isConsistent() {
      if (reports.isEmpty() || reports.size() != reports.get(0).writerCount()) {
        throw new IllegalStateException(reports.size() + " writers reported");
      }
      long watermark = reports.get(0).watermark();
      return watermark != Long.MIN_VALUE
          && reports.stream().allMatch(report -> report.watermark() == watermark);
    }
  }

  void add(LakeMessage message) {
    if (message instanceof LakeMessage.WriterReport report) {
      part(report.checkpointId()).reports.add(report);
    } else if (message instanceof LakeMessage.FileChanged changed) {
      part(changed.checkpointId()).files.add(changed.change());
    } else {
      throw new IllegalStateException("unexpected " + message);
    }
  }

  private Part part(long checkpointId) {
    return parts.computeIfAbsent(checkpointId, id -> new Part());
  }

  /** What was collected, as a cut. */
  Cut cut(long checkpointId) {
    Cut cut = null;
    for (Map.Entry<Long, Part> part : parts.entrySet()) {
      Cut next = part.getValue().cut(part.getKey());
      cut = cut == null ? next : cut.then(next);
    }
    if (cut == null || cut.checkpointId() != checkpointId) {
      throw new IllegalStateException(
          "reports of checkpoints " + parts.keySet() + " in checkpoint " + checkpointId);
    }
    // Moves of a checkpoint that was given up do not start at a state that readers have seen.
    return parts.size() > 1 ? cut.asUnmoved() : cut;
  }

  /** Whether the database may be seen as it stands in this cut. */
  boolean isConsistent() {
    return parts.lastEntry().getValue().isConsistent();
  }

  void clear() {
    parts.clear();
  }
}
