package io.dolake.lake.commit;

import io.dolake.common.HlcTimestamp;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which snapshots stay: all of the last minutes, then the last one of each minute, hour and day.
 *
 * <p>Buckets are cut by the resolved timestamp, which all tables share, so that the last snapshots
 * of a bucket are one consistent state of the database across tables.
 *
 * @param all how long every snapshot stays
 * @param minutes how long one per minute stays
 * @param hours how long one per hour stays
 * @param days how long one per day stays; older ones go
 */
public record SnapshotTiers(Duration all, Duration minutes, Duration hours, Duration days)
    implements Serializable {
  public static final SnapshotTiers DEFAULT =
      new SnapshotTiers(
          Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30));

  /** A snapshot and the cut it belongs to. */
  record Dated(long snapshotId, long sequenceNumber, long resolvedTimestamp) {
    private long epochMillis() {
      return new HlcTimestamp(Math.max(0, resolvedTimestamp)).epochMillis();
    }
  }

  /** Ids of the snapshots that may go; the newest never does. */
  Set<Long> expired(List<Dated> snapshots, long nowMillis) {
    Map<String, Dated> kept = new HashMap<>();
    Dated newest = null;
    for (Dated snapshot : snapshots) {
      String bucket = bucket(snapshot, nowMillis);
      if (bucket != null) {
        kept.merge(bucket, snapshot, SnapshotTiers::later);
      }
      newest = newest == null ? snapshot : later(newest, snapshot);
    }
    Set<Long> expired = new HashSet<>();
    snapshots.forEach(snapshot -> expired.add(snapshot.snapshotId()));
    kept.values().forEach(snapshot -> expired.remove(snapshot.snapshotId()));
    if (newest != null) {
      expired.remove(newest.snapshotId());
    }
    return expired;
  }

  private static Dated later(Dated a, Dated b) {
    return a.sequenceNumber() >= b.sequenceNumber() ? a : b;
  }

  private String bucket(Dated snapshot, long nowMillis) {
    long millis = snapshot.epochMillis();
    long age = nowMillis - millis;
    if (age <= all.toMillis()) {
      return "s" + snapshot.snapshotId();
    }
    if (age <= minutes.toMillis()) {
      return "m" + millis / Duration.ofMinutes(1).toMillis();
    }
    if (age <= hours.toMillis()) {
      return "h" + millis / Duration.ofHours(1).toMillis();
    }
    return age <= days.toMillis() ? "d" + millis / Duration.ofDays(1).toMillis() : null;
  }
}
