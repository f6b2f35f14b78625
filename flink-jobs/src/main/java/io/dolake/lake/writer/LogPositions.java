package io.dolake.lake.writer;

import io.dolake.lake.event.LakeEvent;
import java.util.HashMap;
import java.util.Map;

/** How far each shard's log has been seen and applied, to drop what is delivered twice. */
final class LogPositions {
  /** Last change seen of a shard. */
  record Position(long lsn, int index) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byLsn = Long.compare(lsn, other.lsn);
      return byLsn != 0 ? byLsn : Integer.compare(index, other.index);
    }
  }

  private final Map<Integer, Position> seen = new HashMap<>();
  private final Map<Integer, Long> appliedLsns = new HashMap<>();

  /**
   * Notes an event of the log; false if it came before. A truncation limited to a range of keys is
   * one of several with the same position, and harmless when repeated.
   */
  boolean advance(LakeEvent event) {
    Position position = new Position(event.lsn(), event.index());
    Position last = seen.get(event.shard());
    int order = last == null ? 1 : position.compareTo(last);
    if (order > 0) {
      seen.put(event.shard(), position);
    }
    return order > 0 || (order == 0 && isLimitedTruncation(event));
  }

  private static boolean isLimitedTruncation(LakeEvent event) {
    return event.kind() == LakeEvent.Kind.TRUNCATE
        && (event.key() != null || event.image() != null);
  }

  void applied(LakeEvent event) {
    appliedLsns.merge(event.shard(), event.lsn(), Math::max);
  }

  /** Last LSN applied, by shard. */
  Map<Integer, Long> appliedLsns() {
    return appliedLsns;
  }

  Map<Integer, Position> seen() {
    return seen;
  }

  /**
   * Adds another writer's positions of the same checkpoint. What the source sends after the
   * checkpoint is above all of them.
   */
  void restore(int shard, Position position) {
    seen.merge(shard, position, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  void restoreApplied(int shard, long lsn) {
    appliedLsns.merge(shard, lsn, Math::max);
  }
}
