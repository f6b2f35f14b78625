package io.dolake.lake.writer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses files whose live rows are to be moved together.
 *
 * <p>Files of like size (by powers of {@code fanIn}) of a partition are merged when there are
 * {@code fanIn} of them, so that a row is moved a logarithmic number of times in its life; a file
 * that has lost many of its rows is moved alone.
 *
 * @param enabled whether anything is ever chosen
 * @param fanIn files of like size that are merged
 * @param maxDeadRatio share of dead rows above which a file is worth moving
 * @param idleDeadRatio likewise, for a writer that has nothing else to do
 * @param idleDeadRows dead rows that a file must have for that at least, so that small tables are
 *     left alone
 * @param maxRowsPerInterval rows moved between two checkpoints, which bounds what a commit carries;
 *     what is chosen beyond goes on in the next interval
 * @param maxShare of a busy writer's time that moving rows may take: after a pause for it, the next
 *     one waits until the share is kept
 * @param largeFileRows files of at least so many live rows are not merged
 */
public record CompactionPolicy(
    boolean enabled,
    int fanIn,
    double maxDeadRatio,
    double idleDeadRatio,
    long idleDeadRows,
    int maxRowsPerInterval,
    double maxShare,
    long largeFileRows)
    implements Serializable {
  public static final CompactionPolicy DEFAULT =
      new CompactionPolicy(true, 8, 0.5, 0.2, 10_000, 100_000, 0.2, 2_000_000);
  public static final CompactionPolicy OFF = new CompactionPolicy(false, 8, 0.5, 0.5, 1, 1, 1, 1);

  /** The next files of like size to merge, of one table and partition; empty if there are none. */
  List<LiveFile> alike(Collection<LiveFile> files) {
    if (!enabled) {
      return List.of();
    }
    Map<String, List<LiveFile>> groups = new LinkedHashMap<>();
    for (LiveFile file : files) {
      if (file.liveRows() < largeFileRows) {
        String group = file.tableId() + "/" + tier(file.liveRows()) + "/" + file.partition();
        List<LiveFile> alike = groups.computeIfAbsent(group, key -> new ArrayList<>());
        alike.add(file);
        if (alike.size() == fanIn) {
          return alike;
        }
      }
    }
    return List.of();
  }

  /**
   * The next file to move for its dead rows, if there is one.
   *
   * @param idle whether the writer has nothing else to do
   */
  List<LiveFile> mostlyDead(Collection<LiveFile> files, boolean idle) {
    return files.stream()
        .filter(file -> enabled && isWorthIt(file, idle))
        .max(Comparator.comparingDouble(CompactionPolicy::deadRatio))
        .map(List::of)
        .orElse(List.of());
  }

  private boolean isWorthIt(LiveFile file, boolean idle) {
    double ratio = deadRatio(file);
    return ratio > maxDeadRatio
        || (idle && ratio > idleDeadRatio && file.deadRows() >= idleDeadRows);
  }

  private static double deadRatio(LiveFile file) {
    return (double) file.deadRows() / file.rows();
  }

  private int tier(long rows) {
    int tier = 0;
    for (long rest = rows; rest >= fanIn; rest /= fanIn) {
      tier++;
    }
    return tier;
  }
}
