package io.dolake.sql.exec;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;

/** Counts the bytes a statement holds in sorts, hashes and materialised results. One thread. */
public final class MemoryBudget {
  private final long limitBytes;
  private long usedBytes;

  public MemoryBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Takes bytes, or fails with OUT_OF_MEMORY when the limit would be passed. */
  public void reserve(long bytes) {
    if (!tryReserve(bytes)) {
      throw new DoLakeException(
          ErrorCode.OUT_OF_MEMORY,
          "the statement needs more than its memory limit of " + limitBytes + " bytes",
          "Raise the node's sql.statement-memory (embedded: SessionOptions.memoryLimitBytes), or make"
              + " the statement touch fewer rows.");
    }
  }

  /** Takes bytes if the limit allows it. */
  public boolean tryReserve(long bytes) {
    if (usedBytes + bytes > limitBytes) {
      return false;
    }
    usedBytes += bytes;
    return true;
  }

  public void release(long bytes) {
    usedBytes -= bytes;
  }

  public long usedBytes() {
    return usedBytes;
  }
}
