package io.dolake.lake.commit;

import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.LakeMessage;
import io.dolake.lake.file.TableStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Collects what the operators ahead sent for one checkpoint. It is a consistent cut if all writers
 * stood at the same watermark, and complete if there was one: before the initial load has been read
 * there is none.
 */
final class CutAssembly {
  private final List<LakeMessage.WriterReport> reports = new ArrayList<>();
  private final List<FileChange> files = new ArrayList<>();

  void add(LakeMessage message) {
    if (message instanceof LakeMessage.WriterReport report) {
      reports.add(report);
    } else if (message instanceof LakeMessage.FileChanged changed) {
      files.add(changed.change());
    } else {
      throw new IllegalStateException("unexpected " + message);
    }
  }

  /** What was collected, as a cut; {@code lsns} get the newest. */
  Cut cut(long checkpointId, Map<Integer, Long> lsns) {
    Map<Integer, Long> newest = new HashMap<>(lsns);
    List<TableStep> steps = new ArrayList<>();
    long watermark = Long.MAX_VALUE;
    for (LakeMessage.WriterReport report : reports) {
      if (report.checkpointId() != checkpointId) {
        throw new IllegalStateException(
            "report of checkpoint " + report.checkpointId() + " in checkpoint " + checkpointId);
      }
      report.lsns().forEach((shard, lsn) -> newest.merge(shard, lsn, Math::max));
      steps.addAll(report.steps());
      watermark = Math.min(watermark, report.watermark());
    }
    return new Cut(UUID.randomUUID().toString(), checkpointId, watermark, newest, steps, files);
  }

  /** Whether the database may be seen as it stands in this cut. */
  boolean isConsistent() {
    if (reports.isEmpty() || reports.size() != reports.get(0).writerCount()) {
      throw new IllegalStateException(reports.size() + " writers reported");
    }
    long watermark = reports.get(0).watermark();
    return watermark != Long.MIN_VALUE
        && reports.stream().allMatch(report -> report.watermark() == watermark);
  }

  boolean isEmpty() {
    return reports.isEmpty() && files.isEmpty();
  }

  void clear() {
    reports.clear();
    files.clear();
  }
}
