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
      return compare(lsn, index, other.lsn, other.index);
    }

    private static int compare(long lsn, int index, long otherLsn, int otherIndex) {
      int byLsn = Long.compare(lsn, otherLsn);
      return byLsn != 0 ? byLsn : Integer.compare(index, otherIndex);
    }
  }

  /** Moving positions of one shard; changed for every event, so that no object is made for it. */
  private static final class ShardPositions {
    private long seenLsn = -1;
    private int seenIndex;
    private long appliedLsn = -1;
  }

  private final Map<Integer, ShardPositions> shards = new HashMap<>();
  private ShardPositions latest;
  private int latestShard = -1;

  private ShardPositions of(int shard) {
    if (latest == null || shard != latestShard) {
      latest = shards.computeIfAbsent(shard, number -> new ShardPositions());
      latestShard = shard;
    }
    return latest;
  }

  /**
   * Notes an event of the log; false if it came before. A truncation limited to a range of keys is
   * one of several with the same position, and harmless when repeated.
   */
  boolean advance(LakeEvent event) {
    ShardPositions shard = of(event.shard());
    int order = Position.compare(event.lsn(), event.index(), shard.seenLsn, shard.seenIndex);
    if (order > 0) {
      shard.seenLsn = event.lsn();
      shard.seenIndex = event.index();
    }
    return order > 0 || (order == 0 && isLimitedTruncation(event));
  }

  private static boolean isLimitedTruncation(LakeEvent event) {
    return event.kind() == LakeEvent.Kind.TRUNCATE
        && (event.key() != null || event.image() != null);
  }

  void applied(LakeEvent event) {
    restoreApplied(event.shard(), event.lsn());
  }

  /** Last LSN applied, by shard. */
  Map<Integer, Long> appliedLsns() {
    Map<Integer, Long> applied = new HashMap<>();
    shards.forEach(
        (number, shard) -> {
          if (shard.appliedLsn >= 0) {
            applied.put(number, shard.appliedLsn);
          }
        });
    return applied;
  }

  Map<Integer, Position> seen() {
    Map<Integer, Position> seen = new HashMap<>();
    shards.forEach(
        (number, shard) -> {
          if (shard.seenLsn >= 0) {
            seen.put(number, new Position(shard.seenLsn, shard.seenIndex));
          }
        });
    return seen;
  }

  /**
   * Adds another writer's positions of the same checkpoint. What the source sends after the
   * checkpoint is above all of them.
   */
  void restore(int shard, Position position) {
    ShardPositions own = of(shard);
    if (Position.compare(position.lsn(), position.index(), own.seenLsn, own.seenIndex) > 0) {
      own.seenLsn = position.lsn();
      own.seenIndex = position.index();
    }
  }

  void restoreApplied(int shard, long lsn) {
    ShardPositions own = of(shard);
    own.appliedLsn = Math.max(own.appliedLsn, lsn);
  }
}
