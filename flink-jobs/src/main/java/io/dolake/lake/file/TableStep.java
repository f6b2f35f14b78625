package io.dolake.lake.file;

import java.util.Objects;

/**
 * A step that concerns a whole table, in the order of the log.
 *
 * @param kind what happened
 * @param tableId the table
 * @param definition the table's version in the catalog's stored form, for SCHEMA only
 */
public record TableStep(Kind kind, int tableId, byte[] definition) {
  /** Kinds of steps. Codes are part of the serialized form and never reused. */
  public enum Kind {
    SCHEMA(1),
    TRUNCATE(2),
    DROP(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind ofCode(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("unknown table step " + code);
    }
  }

  public TableStep {
    Objects.requireNonNull(kind, "kind");
    if ((kind == Kind.SCHEMA) != (definition != null)) {
      throw new IllegalArgumentException(kind + " with wrong definition");
    }
  }
}
