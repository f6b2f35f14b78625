package io.dolake.cdc;

import io.dolake.common.HlcTimestamp;

/** What the source's Flink timestamps and watermarks count. */
public enum EventTime {
  /**
   * The whole {@link HlcTimestamp} value: exact, so that a watermark separates transactions, but
   * not a count of milliseconds, so not for time windows.
   */
  HLC {
    @Override
    public long ofCommit(long hlc) {
      return hlc;
    }

    @Override
    public long ofResolved(long hlc) {
      return hlc;
    }
  },
  /** Unix milliseconds of the commit, for windows and time functions. */
  MILLIS {
    @Override
    public long ofCommit(long hlc) {
      return hlc >>> HlcTimestamp.LOGICAL_BITS;
    }

    /**
     * The resolved time's own millisecond may still see commits, so only the one before is done.
     */
    @Override
    public long ofResolved(long hlc) {
      return (hlc >>> HlcTimestamp.LOGICAL_BITS) - 1;
    }
  };

  /** Flink timestamp of a commit. */
  public abstract long ofCommit(long hlc);

  /** Watermark for a resolved timestamp. */
  public abstract long ofResolved(long hlc);
}
