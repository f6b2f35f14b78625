package io.dolake.common.catalog;

import java.util.Objects;

/**
 * What makes a {@link TableDef} a sequence: the numbers it gives out, and in which order.
 *
 * @param dataType name of the integer type whose range bounds the numbers by default
 * @param start the first number
 * @param increment from one number to the next; not 0, negative to count down
 * @param minimum smallest number
 * @param maximum largest number
 * @param cache numbers that are set aside at a time, at least 1
 * @param cycle whether it goes on from the other end when it is exhausted
 * @param owner the column it is dropped with; null for none
 */
public record SequenceDef(
    String dataType,
    long start,
    long increment,
    long minimum,
    long maximum,
    long cache,
    boolean cycle,
    Owner owner) {

  /** A column of a table, by their ids. */
  public record Owner(int tableId, int columnId) {}

  public SequenceDef {
    Objects.requireNonNull(dataType, "dataType");
    if (increment == 0 || cache < 1 || start < minimum || start > maximum) {
      throw new IllegalArgumentException(
          "a sequence starts within its bounds and moves: " + start + ", " + increment);
    }
  }

  /** The same, of another column or, for null, of none. */
  public SequenceDef ownedBy(Owner newOwner) {
    return new SequenceDef(dataType, start, increment, minimum, maximum, cache, cycle, newOwner);
  }
}
