package io.dolake.cli.lake;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ShardStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds for each moment that a statement asks for the cut of the lake to start from.
 *
 * <p>A moment between two cuts is exact as long as the shard's log reaches back to the cut before
 * it: the log's changes are laid over that cut. Where the log is gone, a time reads the cut before
 * it, and an LSN that is no cut is an error.
 */
final class Moments {
  /** The clock's last tick in a millisecond. */
  private static final int LAST_TICK = (1 << HlcTimestamp.LOGICAL_BITS) - 1;

  private final Lake lake;
  private final ShardStore store;
  private final Map<AsOf, Moment> moments = new HashMap<>();

  /**
   * A moment to read.
   *
   * @param target the LSN whose state is asked for, or null for that of the cut itself
   */
  record Moment(Lake.ReadableCut cut, Lsn target) {
    /** Whether the table's snapshot is the moment, so that nothing has to be laid over it. */
    boolean exact(LakeTableName table) {
      return target == null || target.equals(shown(table));
    }

    /** LSN whose state the table's snapshot is. */
    Lsn shown(LakeTableName table) {
      return cut.shows().get(table);
    }
  }

  Moments(Lake lake, ShardStore store) {
    this.lake = lake;
    this.store = store;
  }

  /** The same moment gives the same cut within a statement. */
  Moment of(AsOf asOf) {
    return moments.computeIfAbsent(asOf, this::find);
  }

  private Moment find(AsOf asOf) {
    if (asOf instanceof AsOf.AtLsn at) {
      return atLsn(at.lsn());
    }
    if (asOf instanceof AsOf.Time time) {
      return atTime(time.instant());
    }
    return new Moment(lake.newest(), null);
  }

  private Moment atLsn(Lsn lsn) {
    if (lsn.compareTo(store.lastLsn()) > 0) {
      throw new DoLakeException(
          ErrorCode.LSN_IN_FUTURE,
          "LSN " + lsn + " has not been reached; the last is " + store.lastLsn(),
          "ask for LSN " + store.lastLsn() + " or an earlier one");
    }
    return new Moment(lake.atOrBefore(lsn), lsn);
  }

  private Moment atTime(Instant instant) {
    HlcTimestamp timestamp = HlcTimestamp.of(instant.toEpochMilli(), LAST_TICK);
    if (timestamp.compareTo(store.resolvedTimestamp()) > 0) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "AS OF names a moment in the future: " + instant,
          "it is " + Instant.ofEpochMilli(store.resolvedTimestamp().epochMillis()) + " now");
    }
    try {
      Lsn position = store.positionAt(timestamp);
      Lake.ReadableCut cut = lake.atOrBefore(position);
      if (cut.earliestShown().next().compareTo(store.firstRetainedLsn()) >= 0) {
        return new Moment(cut, position);
      }
    } catch (DoLakeException e) {
      if (e.code() != ErrorCode.LSN_REMOVED) {
        throw e;
      }
    }
    return new Moment(lake.shownAtOrBefore(timestamp), null);
  }
}
