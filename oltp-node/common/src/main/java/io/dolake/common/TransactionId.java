package io.dolake.common;

/** Number of a transaction on its shard; unique over the life of the shard, in order of begin. */
public record TransactionId(long value) implements Comparable<TransactionId> {
  public TransactionId {
    if (value < 1) {
      throw new IllegalArgumentException("transaction id is below 1: " + value);
    }
  }

  @Override
  public int compareTo(TransactionId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
