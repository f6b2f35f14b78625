package io.dolake.common;

/**
 * Position of a committed transaction in one shard's log. The first transaction has LSN 1, every
 * later one exactly one more; {@link #NONE} (0) means "before the first transaction".
 */
public record Lsn(long value) implements Comparable<Lsn> {
  public static final Lsn NONE = new Lsn(0);

  public Lsn {
    if (value < 0) {
      throw new IllegalArgumentException("lsn is negative: " + value);
    }
  }

  public Lsn next() {
    return new Lsn(Math.addExact(value, 1));
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
