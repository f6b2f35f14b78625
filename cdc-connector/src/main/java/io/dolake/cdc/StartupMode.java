package io.dolake.cdc;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;

/**
 * Where a source without a checkpoint begins.
 *
 * @param kind what the other parts mean
 * @param lsns for LSN: per shard the LSN after which to read
 * @param epochMillis for TIMESTAMP: commits after this time are read
 */
public record StartupMode(Kind kind, Map<Integer, Long> lsns, long epochMillis)
    implements Serializable {
  /** The four beginnings. */
  public enum Kind {
    /** The tables as they are, then every later change. */
    INITIAL,
    /** Changes committed from now on. */
    LATEST,
    /** Changes after a position of the log. */
    LSN,
    /** Changes after a time. */
    TIMESTAMP
  }

  public StartupMode {
    Objects.requireNonNull(kind, "kind");
    lsns = Map.copyOf(lsns);
  }

  public static StartupMode initial() {
    return new StartupMode(Kind.INITIAL, Map.of(), 0);
  }

  public static StartupMode latest() {
    return new StartupMode(Kind.LATEST, Map.of(), 0);
  }

  /** Changes after the given LSN of each shard; every shard must be named. */
  public static StartupMode afterLsn(Map<Integer, Long> lsnByShard) {
    return new StartupMode(Kind.LSN, lsnByShard, 0);
  }

  public static StartupMode afterTimestamp(long epochMillis) {
    return new StartupMode(Kind.TIMESTAMP, Map.of(), epochMillis);
  }
}
