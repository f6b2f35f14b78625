package io.dolake.lake.writer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Chooses files whose live rows are to be moved together.
 *
 * <p>Small files of like size (by powers of {@code fanIn}) of a partition are merged when there are
 * {@code fanIn} of them, so that a row is moved a logarithmic number of times in its life. A file
 * that has lost many of its rows is moved alone; the one that frees most dead rows for each live
 * one that has to be moved comes first.
 *
 * @param enabled whether anything is ever chosen
 * @param fanIn files of like size that are merged
 * @param maxDeadRatio share of dead rows above which a file is always worth moving
 * @param eagerDeadRatio likewise, for a writer that has nothing else to do or too much debt
 * @param minDeadRows dead rows that a file must have for that at least, unless most of it is dead,
 *     so that small tables are left alone
 * @param maxRowsPerInterval rows moved between two checkpoints, which bounds what a commit carries;
 *     what is chosen beyond goes on in the next interval
 * @param share of a busy writer's time that moving rows may take
 */
public record CompactionPolicy(
    boolean enabled,
    int fanIn,
    double maxDeadRatio,
    double eagerDeadRatio,
    long minDeadRows,
    int maxRowsPerInterval,
    CompactionShare share)
    implements Serializable {
  public static final CompactionPolicy DEFAULT =
      new CompactionPolicy(true, 8, 0.1, 0.05, 1_000, 500_000, CompactionShare.DEFAULT);
  public static final CompactionPolicy OFF =
      new CompactionPolicy(false, 8, 0.5, 0.5, 1, 1, CompactionShare.DEFAULT);

  private static final double MOST = 0.5;

  /**
   * The next files of like size to merge, of one table, partition and order; empty if there are
   * none.
   *
   * @param smallRows below how many live rows a file counts as small
   */
  List<LiveFile> alike(Collection<LiveFile> files, ToLongFunction<LiveFile> smallRows) {
    if (!enabled) {
      return List.of();
    }
    Map<Group, List<LiveFile>> groups = new LinkedHashMap<>();
    for (LiveFile file : files) {
      if (file.liveRows() < smallRows.applyAsLong(file)) {
        Group group =
            new Group(file.tableId(), file.partition(), file.sorting(), tier(file.liveRows()));
        List<LiveFile> alike = groups.computeIfAbsent(group, key -> new ArrayList<>());
        alike.add(file);
        if (alike.size() == fanIn) {
          return alike;
        }
      }
    }
    return List.of();
  }

  private record Group(int tableId, String partition, String sorting, int tier) {}

  /**
   * The next file to move for its dead rows, if there is one.
   *
   * @param eager whether less than usual is worth it
   */
  List<LiveFile> mostlyDead(Collection<LiveFile> files, boolean eager) {
    return files.stream()
        .filter(file -> enabled && isWorthIt(file, eager))
        .max(Comparator.comparingDouble(LiveFile::deadRatio))
        .map(List::of)
        .orElse(List.of());
  }

  /** Every file of a table that has lost rows, and the small ones if there are several. */
  List<LiveFile> all(int tableId, Collection<LiveFile> files, ToLongFunction<LiveFile> smallRows) {
    List<LiveFile> dead = new ArrayList<>();
    List<LiveFile> small = new ArrayList<>();
    for (LiveFile file : files) {
      if (file.tableId() == tableId) {
        if (file.deadRows() > 0) {
          dead.add(file);
        } else if (file.liveRows() < smallRows.applyAsLong(file)) {
          small.add(file);
        }
      }
    }
    if (small.size() > 1) {
      dead.addAll(small);
    }
    return dead;
  }

  private boolean isWorthIt(LiveFile file, boolean eager) {
    double threshold = eager ? eagerDeadRatio : maxDeadRatio;
    boolean many = file.deadRows() >= minDeadRows;
    return file.deadRatio() > (many ? threshold : Math.max(threshold, MOST));
  }

  private int tier(long rows) {
    int tier = 0;
    for (long rest = rows; rest >= fanIn; rest /= fanIn) {
      tier++;
    }
    return tier;
  }
}
