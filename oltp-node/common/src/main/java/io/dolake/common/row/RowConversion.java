package io.dolake.common.row;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How values of rows written before a column's type was widened are read afterwards. */
public final class RowConversion {
  private RowConversion() {}

  /**
   * Whether a column may change from one type to the other without rewriting its rows: every value
   * of the old type has one of the new type that means the same.
   */
  public static boolean isWidening(ColumnType from, ColumnType to) {
    return between(from, to).isPresent();
  }

  /** The conversion of non-null values, or empty if the change is no widening. */
  static Optional<UnaryOperator<Object>> between(ColumnType from, ColumnType to) {
    if (from.kind() == to.kind()) {
      return withinKind(from, to);
    }
    return switch (to.kind()) {
      case ANY -> toAny(from.kind());
      case DECIMAL -> toDecimal(from.kind(), to);
      case REAL -> when(from.kind() == TypeKind.INTEGER, value -> ((Long) value).doubleValue());
      case TEXT -> when(from.kind() == TypeKind.JSON && to.precision() == 0, value -> value);
      case TIMESTAMP ->
          when(from.kind() == TypeKind.DATE, value -> ((LocalDate) value).atStartOfDay());
      default -> Optional.empty();
    };
  }

  private static Optional<UnaryOperator<Object>> withinKind(ColumnType from, ColumnType to) {
    if (from.equals(to)) {
      return Optional.of(UnaryOperator.identity());
    }
    if (to.kind() == TypeKind.DECIMAL) {
      boolean wider =
          to.scale() >= from.scale()
              && to.precision() - to.scale() >= from.precision() - from.scale();
      return when(wider, value -> ((BigDecimal) value).setScale(to.scale()));
    }
    // Lengths of TEXT and BLOB: 0 is unlimited.
    boolean longer =
        to.precision() == 0 || (from.precision() != 0 && to.precision() >= from.precision());
    return when(longer, value -> value);
  }

  private static Optional<UnaryOperator<Object>> toAny(TypeKind from) {
    return switch (from) {
      case BOOLEAN, INTEGER, REAL, TEXT, JSON, BLOB -> Optional.of(UnaryOperator.identity());
      default -> Optional.empty();
    };
  }

  private static Optional<UnaryOperator<Object>> toDecimal(TypeKind from, ColumnType to) {
    boolean holdsEveryLong = to.precision() - to.scale() >= 19;
    return when(
        from == TypeKind.INTEGER && holdsEveryLong,
        value -> BigDecimal.valueOf((Long) value).setScale(to.scale()));
  }

  private static Optional<UnaryOperator<Object>> when(
      boolean widening, UnaryOperator<Object> conversion) {
    return widening ? Optional.of(conversion) : Optional.empty();
  }
}
