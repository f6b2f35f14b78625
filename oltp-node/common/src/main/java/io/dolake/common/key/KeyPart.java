package io.dolake.common.key;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import java.util.Objects;

/**
 * One value of a key.
 *
 * @param type of the value; ANY for expressions
 * @param collation order of text
 * @param descending whether larger values come first
 * @param columnOrdinal position of the column in its table's columns, or -1 for an expression
 */
public record KeyPart(ColumnType type, Collation collation, boolean descending, int columnOrdinal) {
  public KeyPart {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(collation, "collation");
  }

  /**
   * Whether decoding gives back the very value. If not, it gives one that compares equal: folded
   * text under NOCASE and RTRIM, a number of the other kind in ANY (2 for 2.0, 1 for TRUE).
   */
  public boolean isExact() {
    return switch (type.kind()) {
      case ANY -> false;
      case TEXT, JSON -> collation == Collation.BINARY;
      default -> true;
    };
  }
}
