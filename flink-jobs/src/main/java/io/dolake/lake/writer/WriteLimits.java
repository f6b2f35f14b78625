package io.dolake.lake.writer;

import java.io.Serializable;

/**
 * Bounds of a writer's memory and files.
 *
 * @param maxBufferedRows changed keys held in memory before they are written to open files
 * @param maxBufferedBytes likewise, in bytes
 * @param targetFileBytes size at which a data file is finished
 * @param maxOpenFiles data files written at the same time
 * @param compression Parquet codec
 */
public record WriteLimits(
    int maxBufferedRows,
    long maxBufferedBytes,
    long targetFileBytes,
    int maxOpenFiles,
    String compression)
    implements Serializable {
  public static final WriteLimits DEFAULT =
      new WriteLimits(100_000, 32L << 20, 128L << 20, 64, "zstd");
}
