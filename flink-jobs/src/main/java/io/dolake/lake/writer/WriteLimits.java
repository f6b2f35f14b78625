package io.dolake.lake.writer;

import java.io.Serializable;

/**
 * Bounds of a writer's memory and files.
 *
 * @param maxBufferedRows changed keys held in memory before they are written to open files
 * @param maxBufferedBytes likewise, in bytes
 * @param targetFileBytes size at which a data file is finished
 * @param minFileRows a data file is also finished when it has so many rows and is a large part of
 *     its table: then the table's dead rows can be cleared away a part at a time
 * @param maxOpenFiles data files written at the same time
 * @param maxIndexBufferBytes memory for the latest changes of a writer's index, if its share of the
 *     heap is not less
 * @param compression Parquet codec
 */
public record WriteLimits(
    int maxBufferedRows,
    long maxBufferedBytes,
    long targetFileBytes,
    long minFileRows,
    int maxOpenFiles,
    long maxIndexBufferBytes,
    String compression)
    implements Serializable {
  public static final WriteLimits DEFAULT =
      new WriteLimits(100_000, 32L << 20, 128L << 20, 200_000, 64, 128L << 20, "zstd");

  /** With other memory for the latest changes of a writer's index. */
  public WriteLimits withMaxIndexBufferBytes(long bytes) {
    return new WriteLimits(
        maxBufferedRows,
        maxBufferedBytes,
        targetFileBytes,
        minFileRows,
        maxOpenFiles,
        bytes,
        compression);
  }

  /** A table's rows of one writer lie in so many files at least, if they are not few. */
  private static final int FILES_OF_A_TABLE = 16;

  /** Rows outgrow being merged with others when they fill such a part of a file. */
  private static final int SMALL_FILES_IN_A_FILE = 4;

  /** Rows of a full file of a table of which the writer has so many rows. */
  long maxFileRows(long tableRows) {
    return Math.max(minFileRows, tableRows / FILES_OF_A_TABLE);
  }

  /** Likewise, below how many rows a file is small. */
  long smallFileRows(long tableRows) {
    return maxFileRows(tableRows) / SMALL_FILES_IN_A_FILE;
  }
}
