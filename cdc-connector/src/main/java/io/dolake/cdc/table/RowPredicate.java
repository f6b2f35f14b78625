package io.dolake.cdc.table;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/**
 * A condition pushed into the source, in SQL's three-valued logic: true, false, or null for
 * unknown. Rows are those of the declared columns, before projection.
 */
sealed interface RowPredicate extends Serializable {
  Boolean test(GenericRowData row);

  /** Comparison operators on values of one class, none null. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    boolean accepts(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case NOT_EQUAL -> comparison != 0;
        case LESS -> comparison < 0;
        case LESS_OR_EQUAL -> comparison <= 0;
        case GREATER -> comparison > 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
      };
    }

    /** The operator with its sides exchanged. */
    Operator mirrored() {
      return switch (this) {
        case EQUAL, NOT_EQUAL -> this;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      };
    }
  }

  /** A column against a constant in Flink's internal form. */
  record Comparison(int column, Operator operator, Comparable<?> constant) implements RowPredicate {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // the translator made both of one class
    public Boolean test(GenericRowData row) {
      Object value = row.getField(column);
      return value == null ? null : operator.accepts(((Comparable) value).compareTo(constant));
    }
  }

  /** IS NULL, or IS NOT NULL. */
  record NullTest(int column, boolean wantsNull) implements RowPredicate {
    @Override
    public Boolean test(GenericRowData row) {
      return (row.getField(column) == null) == wantsNull;
    }
  }

  /** All of them. */
  record And(List<RowPredicate> parts) implements RowPredicate {
    @Override
    public Boolean test(GenericRowData row) {
      Boolean result = Boolean.TRUE;
      for (RowPredicate part : parts) {
        Boolean value = part.test(row);
        if (Boolean.FALSE.equals(value)) {
          return value;
        }
        result = value == null ? null : result;
      }
      return result;
    }
  }

  /** Any of them. */
  record Or(List<RowPredicate> parts) implements RowPredicate {
    @Override
    public Boolean test(GenericRowData row) {
      Boolean result = Boolean.FALSE;
      for (RowPredicate part : parts) {
        Boolean value = part.test(row);
        if (Boolean.TRUE.equals(value)) {
          return value;
        }
        result = value == null ? null : result;
      }
      return result;
    }
  }
}
