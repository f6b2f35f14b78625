package io.dolake.common;

/** Number of a secondary index in its database, given once and never reused. */
public record IndexId(int value) implements Comparable<IndexId> {
  public IndexId {
    if (value < 1) {
      throw new IllegalArgumentException("index id is below 1: " + value);
    }
  }

  @Override
  public int compareTo(IndexId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
