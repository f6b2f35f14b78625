package io.dolake.common.type;

/**
 * The kinds of column types, each with its one Java class for values in memory.
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><td>BOOLEAN</td><td>{@link Boolean}</td></tr>
 * <tr><td>INTEGER</td><td>{@link Long}, signed 64 bit whatever width was declared, as in SQLite</td></tr>
 * <tr><td>REAL</td><td>{@link Double}</td></tr>
 * <tr><td>DECIMAL</td><td>{@link java.math.BigDecimal} of exactly the declared scale</td></tr>
 * <tr><td>TEXT</td><td>{@link String}</td></tr>
 * <tr><td>BLOB</td><td>{@code byte[]}</td></tr>
 * <tr><td>DATE</td><td>{@link java.time.LocalDate}</td></tr>
 * <tr><td>TIME</td><td>{@link java.time.LocalTime}, microseconds</td></tr>
 * <tr><td>TIMESTAMP</td><td>{@link java.time.LocalDateTime}, microseconds</td></tr>
 * <tr><td>TIMESTAMPTZ</td><td>{@link java.time.Instant}, microseconds</td></tr>
 * <tr><td>UUID</td><td>{@link java.util.UUID}</td></tr>
 * <tr><td>JSON</td><td>{@link String}, valid JSON text</td></tr>
 * <tr><td>ANY</td><td>one of Long, Double, String, byte[], Boolean</td></tr>
 * </table>
 */
public enum TypeKind {
  BOOLEAN(1),
  INTEGER(2),
  REAL(3),
  DECIMAL(4),
  TEXT(5),
  BLOB(6),
  DATE(7),
  TIME(8),
  TIMESTAMP(9),
  TIMESTAMPTZ(10),
  UUID(11),
  JSON(12),
  ANY(13);

  private final int code;

  TypeKind(int code) {
    this.code = code;
  }

  /** Stable number in stored formats; never reused. */
  public int code() {
    return code;
  }

  public static TypeKind ofCode(int code) {
    for (TypeKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("unknown type code " + code);
  }
}
