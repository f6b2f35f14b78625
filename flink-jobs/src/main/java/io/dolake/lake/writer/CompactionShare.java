package io.dolake.lake.writer;

import java.io.Serializable;

/**
 * How much of a writer's time may go into moving rows. It grows with the debt, so that a writer
 * under full load takes changes in more slowly rather than letting readers pass ever more dead
 * rows.
 *
 * @param min share without debt
 * @param max share at the target and beyond
 * @param targetDebt dead rows for each live one that are not to be exceeded
 */
public record CompactionShare(double min, double max, double targetDebt) implements Serializable {
  public static final CompactionShare DEFAULT = new CompactionShare(0.1, 0.6, 0.15);

  private static final double PRESSING = 2;

  /** All of the time. */
  public static final CompactionShare UNBOUNDED = new CompactionShare(1, 1, 1);

  public CompactionShare {
    if (!(min > 0 && min <= max && max <= 1 && targetDebt > 0)) {
      throw new IllegalArgumentException(
          "compaction share is not 0 < min <= max <= 1 with a target above 0: "
              + min
              + ", "
              + max
              + ", "
              + targetDebt);
    }
  }

  /**
   * Whether the debt is so large that files are moved although not enough of their rows are dead to
   * be worth it: to a writer under load that costs more than it gives readers.
   */
  boolean isPressing(double debt) {
    return debt > PRESSING * targetDebt;
  }

  double at(double debt) {
    return min + (max - min) * Math.min(1, debt / targetDebt);
  }
}
