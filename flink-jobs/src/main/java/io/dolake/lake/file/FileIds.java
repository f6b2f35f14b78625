package io.dolake.lake.file;

/**
 * Numbers of data files: 35 bits checkpoint interval, 12 bits writer, 16 bits sequence. They grow
 * with time, so "all files before this checkpoint" is a comparison. A failed attempt's numbers are
 * given again after recovery, which is safe because no state that survives has seen them; the paths
 * differ.
 */
public final class FileIds {
  /** Takes the place of a writer for files that another engine wrote; above all writers. */
  private static final int OUTSIDE = (1 << 12) - 1;

  public static final int MAX_FILES_PER_INTERVAL = 1 << 16;

  private static final int WRITER_SHIFT = 16;
  private static final int INTERVAL_SHIFT = 28;

  private FileIds() {}

  public static long of(long interval, int writer, int sequence) {
    if (writer > OUTSIDE || sequence >= MAX_FILES_PER_INTERVAL) {
      throw new IllegalStateException(
          "more than " + MAX_FILES_PER_INTERVAL + " files in one checkpoint interval");
    }
    return (interval << INTERVAL_SHIFT) | ((long) writer << WRITER_SHIFT) | sequence;
  }

  /** Number of a file of another engine that was taken over by an order of an interval. */
  public static long ofOutside(long interval, int sequence) {
    return of(interval, OUTSIDE, sequence);
  }

  /** Whether another engine wrote the file. */
  public static boolean isOutside(long fileId) {
    return writerOf(fileId) == OUTSIDE;
  }

  /** Every file of earlier intervals is below, every file of this and later ones is not. */
  public static long firstOf(long interval) {
    return interval << INTERVAL_SHIFT;
  }

  public static long intervalOf(long fileId) {
    return fileId >>> INTERVAL_SHIFT;
  }

  public static int writerOf(long fileId) {
    return (int) (fileId >>> WRITER_SHIFT) & OUTSIDE;
  }

  public static int sequenceOf(long fileId) {
    return (int) fileId & (MAX_FILES_PER_INTERVAL - 1);
  }
}
