package io.dolake.storage;

import java.util.Objects;

/**
 * A range of keys in index order, given by prefixes of key tuples. A prefix as lower bound, when
 * inclusive, includes all keys that start with it; likewise as upper bound. An empty prefix is
 * unbounded. Values have the Java class of their column's type; null is SQL NULL, which sorts first
 * in ascending columns.
 */
public record KeyRange(
    Object[] lower, boolean lowerInclusive, Object[] upper, boolean upperInclusive) {
  private static final Object[] UNBOUNDED = {};
  public static final KeyRange ALL = new KeyRange(UNBOUNDED, true, UNBOUNDED, true);

  public KeyRange {
    Objects.requireNonNull(lower, "lower");
    Objects.requireNonNull(upper, "upper");
  }

  /** All keys that start with these values. */
  public static KeyRange prefix(Object... values) {
    return new KeyRange(values, true, values, true);
  }
}
