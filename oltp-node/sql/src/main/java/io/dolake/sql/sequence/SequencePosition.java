package io.dolake.sql.sequence;

import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;

/**
 * Where a sequence stands.
 *
 * @param called whether the number was given out; if not, it is the next one
 */
public record SequencePosition(long value, boolean called) {
  /** A sequence that has given out nothing. */
  public static SequencePosition before(long first) {
    return new SequencePosition(first, false);
  }

  /**
   * The position with the next number given out.
   *
   * @throws DoLakeException SEQUENCE_LIMIT_EXCEEDED if there is none
   */
  SequencePosition next(SequenceDef definition, String name) {
    if (!called) {
      return new SequencePosition(value, true);
    }
    if (stepsLeft(definition, 1) > 0) {
      return advanced(definition, 1);
    }
    boolean up = definition.increment() > 0;
    if (definition.cycle()) {
      return new SequencePosition(up ? definition.minimum() : definition.maximum(), true);
    }
    throw new DoLakeException(
        ErrorCode.SEQUENCE_LIMIT_EXCEEDED,
        String.format(
            "nextval: reached %s value of sequence \"%s\" (%d)",
            up ? "maximum" : "minimum", name, up ? definition.maximum() : definition.minimum()),
        "Raise the limit or let it CYCLE with ALTER SEQUENCE, or set it back with setval().");
  }

  /** How many more numbers there are before the bound, at most so many as wanted. */
  long stepsLeft(SequenceDef definition, long wanted) {
    long increment = definition.increment();
    // Unsigned, since the range may be wider than a long.
    long room = increment > 0 ? definition.maximum() - value : value - definition.minimum();
    long steps = Long.divideUnsigned(room, Math.abs(increment));
    return Long.compareUnsigned(steps, wanted) < 0 ? steps : wanted;
  }

  /** So many numbers on, which must be there. */
  SequencePosition advanced(SequenceDef definition, long steps) {
    return new SequencePosition(value + steps * definition.increment(), true);
  }
}
