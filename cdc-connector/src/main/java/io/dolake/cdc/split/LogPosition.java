package io.dolake.cdc.split;

/**
 * How far a shard's log has been emitted.
 *
 * @param completeLsn all transactions up to this one
 * @param partialLsn a later transaction of which a part was emitted, or 0
 * @param nextIndex of that transaction, the changes below this index
 */
public record LogPosition(long completeLsn, long partialLsn, int nextIndex) {
  public static LogPosition after(long lsn) {
    return new LogPosition(lsn, 0, 0);
  }
}
