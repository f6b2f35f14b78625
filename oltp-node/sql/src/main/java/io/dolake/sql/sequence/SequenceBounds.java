package io.dolake.sql.sequence;

import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;

/** Checks what setval() is given. */
final class SequenceBounds {
  private SequenceBounds() {}

  static void require(TableDef sequence, long value) {
    SequenceDef definition = sequence.sequence();
    require(sequence.name(), definition.minimum(), definition.maximum(), value);
  }

  static void require(String name, long minimum, long maximum, long value) {
    if (value < minimum || value > maximum) {
      throw new DoLakeException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          String.format(
              "setval: value %d is out of bounds for sequence \"%s\" (%d..%d)",
              value, name, minimum, maximum));
    }
  }
}
