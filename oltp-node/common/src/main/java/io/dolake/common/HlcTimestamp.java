package io.dolake.common;

import java.time.Instant;

/**
 * Hybrid logical clock timestamp (Kulkarni et al., "Logical Physical Clocks", 2014): 48 bits of
 * Unix milliseconds above 16 bits of logical counter, so that numeric order is commit order and the
 * wall-clock part stays readable. {@link #NONE} (0) is before every commit.
 */
public record HlcTimestamp(long value) implements Comparable<HlcTimestamp> {
  public static final int LOGICAL_BITS = 16;
  public static final HlcTimestamp NONE = new HlcTimestamp(0);

  public HlcTimestamp {
    if (value < 0) {
      throw new IllegalArgumentException("timestamp is negative: " + value);
    }
  }

  public static HlcTimestamp of(long epochMillis, int logical) {
    if (logical < 0 || logical >= 1 << LOGICAL_BITS) {
      throw new IllegalArgumentException("logical part is out of 16 bits: " + logical);
    }
    return new HlcTimestamp((epochMillis << LOGICAL_BITS) | logical);
  }

  public long epochMillis() {
    return value >>> LOGICAL_BITS;
  }

  public int logical() {
    return (int) (value & ((1 << LOGICAL_BITS) - 1));
  }

  @Override
  public int compareTo(HlcTimestamp other) {
    return Long.compare(value, other.value);
  }

  /** ISO instant of the physical part, a plus sign and the logical part. */
  @Override
  public String toString() {
    return Instant.ofEpochMilli(epochMillis()) + "+" + logical();
  }
}
