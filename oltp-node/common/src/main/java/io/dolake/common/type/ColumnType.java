package io.dolake.common.type;

import java.util.Objects;

/**
 * Type of a column. Precision and scale are used by DECIMAL (1 to 38, 0 to precision) and by the
 * maximum length of TEXT and BLOB (precision; 0 means unlimited). JSON whose precision is the code
 * of a kind is an array of that kind: {@link #arrayOf}. They are 0 elsewhere.
 */
public record ColumnType(TypeKind kind, int precision, int scale) {
  public static final int MAX_DECIMAL_PRECISION = 38;

  public static final ColumnType BOOLEAN = new ColumnType(TypeKind.BOOLEAN, 0, 0);
  public static final ColumnType INTEGER = new ColumnType(TypeKind.INTEGER, 0, 0);
  public static final ColumnType REAL = new ColumnType(TypeKind.REAL, 0, 0);
  public static final ColumnType TEXT = new ColumnType(TypeKind.TEXT, 0, 0);
  public static final ColumnType BLOB = new ColumnType(TypeKind.BLOB, 0, 0);
  public static final ColumnType DATE = new ColumnType(TypeKind.DATE, 0, 0);
  public static final ColumnType TIME = new ColumnType(TypeKind.TIME, 0, 0);
  public static final ColumnType TIMESTAMP = new ColumnType(TypeKind.TIMESTAMP, 0, 0);
  public static final ColumnType TIMESTAMPTZ = new ColumnType(TypeKind.TIMESTAMPTZ, 0, 0);
  public static final ColumnType UUID = new ColumnType(TypeKind.UUID, 0, 0);
  public static final ColumnType JSON = new ColumnType(TypeKind.JSON, 0, 0);
  public static final ColumnType ANY = new ColumnType(TypeKind.ANY, 0, 0);

  /** INTEGER that PostgreSQL's clients are told to be an object id: of expressions only. */
  public static final ColumnType OID = new ColumnType(TypeKind.INTEGER, 1, 0);

  /**
   * INTEGER of which only 1 and 0 come, that PostgreSQL's clients are told to be a boolean: of
   * conditions, which are integers in SQL.
   */
  public static final ColumnType TRUTH = new ColumnType(TypeKind.INTEGER, 2, 0);

  /** TEXT that PostgreSQL's clients are told to be a catalog object's name: of expressions only. */
  public static final ColumnType NAME = new ColumnType(TypeKind.TEXT, 0, 1);

  /** ANY of which only numbers come: the type of expressions such as DECIMAL times INTEGER. */
  public static final ColumnType NUMBER = new ColumnType(TypeKind.ANY, 1, 0);

  public ColumnType {
    Objects.requireNonNull(kind, "kind");
    if (kind == TypeKind.DECIMAL
        && (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision)) {
      throw new IllegalArgumentException(
          "decimal needs 1 <= precision <= 38 and 0 <= scale <= precision: ("
              + precision
              + ","
              + scale
              + ")");
    }
  }

  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(TypeKind.DECIMAL, precision, scale);
  }

  /**
   * An array of any length, with NULLs, whose values are JSON arrays: numbers of INTEGER, REAL and
   * DECIMAL elements, {@code true} and {@code false}, JSON as it is, and texts of all others.
   */
  public static ColumnType arrayOf(TypeKind element) {
    return new ColumnType(TypeKind.JSON, element.code(), 0);
  }

  /** An array of values of a type; those of NUMBER are DECIMAL in it, and of TRUTH, BOOLEAN. */
  public static ColumnType arrayOf(ColumnType element) {
    TypeKind kind = element.kind();
    if (element.equals(NUMBER)) {
      kind = TypeKind.DECIMAL;
    } else if (element.equals(TRUTH)) {
      kind = TypeKind.BOOLEAN;
    }
    boolean special = element.equals(OID) || element.equals(NAME);
    return new ColumnType(TypeKind.JSON, kind.code(), special ? 1 : 0);
  }

  /** The type of an array's elements, NUMBER for those of DECIMAL. */
  public ColumnType elementType() {
    return switch (elementKind()) {
      case DECIMAL -> NUMBER;
      case INTEGER -> scale == 1 ? OID : INTEGER;
      case TEXT -> scale == 1 ? NAME : TEXT;
      default -> new ColumnType(elementKind(), 0, 0);
    };
  }

  public boolean isArray() {
    return kind == TypeKind.JSON && precision > 0;
  }

  /** Whether values are numbers, of whatever class. */
  public boolean isNumber() {
    return switch (kind) {
      case INTEGER, REAL, DECIMAL -> true;
      case ANY -> precision > 0;
      default -> false;
    };
  }

  /** Whether arithmetic of values with integers is exact: those of DECIMAL, and of NUMBER. */
  public boolean isExact() {
    return kind == TypeKind.DECIMAL || equals(NUMBER);
  }

  /** The kind of an array's elements. */
  public TypeKind elementKind() {
    return TypeKind.ofCode(precision);
  }

  @Override
  public String toString() {
    if (isArray()) {
      return elementKind() + "[]";
    }
    if (kind == TypeKind.DECIMAL) {
      return "DECIMAL(" + precision + "," + scale + ")";
    }
    boolean length = kind == TypeKind.TEXT || kind == TypeKind.BLOB;
    return precision > 0 && length ? kind + "(" + precision + ")" : kind.toString();
  }
}
