package io.dolake.lake.writer;

import io.dolake.lake.event.LakeEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Events of the log that are above the watermark: not part of a cut yet. Each shard's come in the
 * order of its log. How many there can be is bounded by what the source sends between two
 * watermarks.
 */
final class PendingEvents {
  private final Map<Integer, ArrayDeque<LakeEvent>> byShard = new HashMap<>();
  private ArrayDeque<LakeEvent> latest;
  private int latestShard;

  void add(LakeEvent event) {
    if (latest == null || event.shard() != latestShard) {
      latest = byShard.computeIfAbsent(event.shard(), shard -> new ArrayDeque<>());
      latestShard = event.shard();
    }
    latest.add(event);
  }

  /** Takes out all events with a commit timestamp at or below the watermark, in commit order. */
  void drain(long watermark, Consumer<LakeEvent> to) {
    for (ArrayDeque<LakeEvent> next = earliest(); next != null; next = earliest()) {
      // All of a transaction in one go: other shards' events at the same time can wait.
      long timestamp = next.peek().timestamp();
      if (timestamp > watermark) {
        return;
      }
      while (!next.isEmpty() && next.peek().timestamp() == timestamp) {
        to.accept(next.poll());
      }
    }
  }

  private ArrayDeque<LakeEvent> earliest() {
    ArrayDeque<LakeEvent> earliest = null;
    for (ArrayDeque<LakeEvent> events : byShard.values()) {
      if (!events.isEmpty()
          && (earliest == null || events.peek().timestamp() < earliest.peek().timestamp())) {
        earliest = events;
      }
    }
    return earliest;
  }

  void forEach(Consumer<LakeEvent> action) {
    byShard.values().forEach(events -> events.forEach(action));
  }

  int size() {
    return byShard.values().stream().mapToInt(ArrayDeque::size).sum();
  }
}
