package io.dolake.storage.backup;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;

/**
 * Up to where a shard is restored: every transaction at or below both.
 *
 * @param lsn last LSN that is wanted
 * @param timestamp last commit time that is wanted
 */
public record RestorePoint(Lsn lsn, HlcTimestamp timestamp) {
  private static final Lsn LAST_LSN = new Lsn(Long.MAX_VALUE);
  private static final HlcTimestamp LAST_TIMESTAMP = new HlcTimestamp(Long.MAX_VALUE);

  /** Everything that backup and archive have. */
  public static final RestorePoint LATEST = new RestorePoint(LAST_LSN, LAST_TIMESTAMP);

  public static RestorePoint at(Lsn lsn) {
    return new RestorePoint(lsn, LAST_TIMESTAMP);
  }

  public static RestorePoint at(HlcTimestamp timestamp) {
    return new RestorePoint(LAST_LSN, timestamp);
  }

  /** Whether the point is an LSN, which must then be reached. */
  boolean isLsn() {
    return !lsn.equals(LAST_LSN);
  }
}
