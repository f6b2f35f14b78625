package io.dolake.sql.parse;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * Options of CREATE and ALTER SEQUENCE, in any order and each at most once; filled by the parser
 * while it reads them.
 */
public final class SequenceOptions {
  /** What can be said about a sequence. */
  public enum Option {
    TYPE,
    INCREMENT,
    MINVALUE,
    MAXVALUE,
    START,
    RESTART,
    CACHE,
    CYCLE,
    OWNER
  }

  private final Map<Option, Object> values = new EnumMap<>(Option.class);

  /**
   * Takes an option; SYNTAX_ERROR if it was given before.
   *
   * @param value null for NO MINVALUE, NO MAXVALUE, OWNED BY NONE and RESTART without a number
   */
  public void set(Option option, Object value) {
    if (values.containsKey(option)) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "conflicting or redundant options: " + option, null, 0);
    }
    values.put(option, value);
  }

  public boolean has(Option option) {
    return values.containsKey(option);
  }

  /** The number of an option; the default if none was given with it. */
  public long number(Option option, long defaultValue) {
    return values.get(option) instanceof Long number ? number : defaultValue;
  }

  /** Whether CYCLE rather than NO CYCLE was said. */
  public boolean cycle(boolean defaultValue) {
    return values.get(Option.CYCLE) instanceof Boolean cycle ? cycle : defaultValue;
  }

  /** The name behind AS; null if there is none. */
  public SqlIdentifier type() {
    return (SqlIdentifier) values.get(Option.TYPE);
  }

  /** The column behind OWNED BY; null for NONE. */
  public SqlIdentifier owner() {
    return (SqlIdentifier) values.get(Option.OWNER);
  }
}
