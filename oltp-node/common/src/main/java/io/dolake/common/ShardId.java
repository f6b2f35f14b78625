package io.dolake.common;

/** Number of a shard; part of every key of the protocol, so that one node can grow to many. */
public record ShardId(int value) implements Comparable<ShardId> {
  public ShardId {
    if (value < 0) {
      throw new IllegalArgumentException("shard id is below 0: " + value);
    }
  }

  @Override
  public int compareTo(ShardId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
