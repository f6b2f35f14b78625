package io.dolake.common;

/** Number of a table in its database, given once and never reused, so that it survives renames. */
public record TableId(int value) implements Comparable<TableId> {
  public TableId {
    if (value < 1) {
      throw new IllegalArgumentException("table id is below 1: " + value);
    }
  }

  @Override
  public int compareTo(TableId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
