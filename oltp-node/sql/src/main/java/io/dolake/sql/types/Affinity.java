package io.dolake.sql.types;

import io.dolake.common.type.ColumnType;

/** How an operand bends the value it is compared with; the first five are SQLite's. */
public enum Affinity {
  NONE,
  TEXT,
  NUMERIC,
  INTEGER,
  REAL,
  DATE,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  UUID;

  /** Affinity of a column or cast of this type. */
  public static Affinity of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN, INTEGER -> INTEGER;
      case REAL -> REAL;
      case DECIMAL -> NUMERIC;
      case TEXT, JSON -> TEXT;
      case BLOB, ANY -> NONE;
      case DATE -> DATE;
      case TIME -> TIME;
      case TIMESTAMP -> TIMESTAMP;
      case TIMESTAMPTZ -> TIMESTAMPTZ;
      case UUID -> UUID;
    };
  }

  public boolean isNumeric() {
    return this == NUMERIC || this == INTEGER || this == REAL;
  }

  /** Whether values are objects of their own (a date, a UUID) rather than one of SQLite's. */
  public boolean isTyped() {
    return ordinal() >= DATE.ordinal();
  }

  /**
   * What has to be applied to an operand of affinity {@code own} before it is compared with one of
   * affinity {@code other}; NONE for nothing.
   */
  public static Affinity forComparison(Affinity own, Affinity other) {
    if (other.isTyped()) {
      return own.isTyped() ? NONE : other;
    }
    if (other.isNumeric() && (own == TEXT || own == NONE)) {
      return NUMERIC;
    }
    return other == TEXT && own == NONE ? TEXT : NONE;
  }

  /** The value bent to this affinity where that loses nothing, else the value itself. */
  public Object apply(Object value) {
    if (value == null) {
      return null;
    }
    return switch (this) {
      case NONE -> value;
      case TEXT ->
          Values.isNumber(value) && !(value instanceof Boolean) ? TextForm.of(value) : value;
      case NUMERIC, INTEGER, REAL -> toNumber(value);
      default -> toTyped(value);
    };
  }

  private Object toNumber(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    Number number = NumericText.parseWhole(text);
    if (number == null) {
      return value;
    }
    return this == REAL ? (Object) number.doubleValue() : number;
  }

  private Object toTyped(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    Object typed =
        switch (this) {
          case DATE -> DateTimeText.parseDate(text);
          case TIME -> DateTimeText.parseTime(text);
          case TIMESTAMP -> DateTimeText.parseTimestamp(text);
          case TIMESTAMPTZ -> DateTimeText.parseInstant(text);
          default -> parseUuid(text);
        };
    return typed == null ? value : typed;
  }

  private static Object parseUuid(String text) {
    try {
      return text.length() == 36 ? java.util.UUID.fromString(text) : null;
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
