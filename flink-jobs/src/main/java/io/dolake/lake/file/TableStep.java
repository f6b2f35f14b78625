package io.dolake.lake.file;

import java.util.Objects;

/**
 * A step that concerns a whole table, in the order of the log.
 *
 * @param kind what happened
 * @param tableId the table
 * @param definition the table's version in the catalog's stored form, for SCHEMA only
 * @param snapshotId snapshot of another engine, for ADOPTED only, else 0
 */
public record TableStep(Kind kind, int tableId, byte[] definition, long snapshotId) {
  /** Kinds of steps. Codes are part of the serialized form and never reused. */
  public enum Kind {
    SCHEMA(1),
    TRUNCATE(2),
    DROP(3),
    /** Another engine's files have been taken over as far as they can be. */
    ADOPTED(4);

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

  public static TableStep schema(int tableId, byte[] definition) {
    return new TableStep(Kind.SCHEMA, tableId, definition, 0);
  }

  public static TableStep truncate(int tableId) {
    return new TableStep(Kind.TRUNCATE, tableId, null, 0);
  }

  public static TableStep drop(int tableId) {
    return new TableStep(Kind.DROP, tableId, null, 0);
  }

  public static TableStep adopted(int tableId, long snapshotId) {
    return new TableStep(Kind.ADOPTED, tableId, null, snapshotId);
  }

  /** Whether no row that was there before is there after it. */
  public boolean emptiesTable() {
    return kind == Kind.TRUNCATE || kind == Kind.DROP;
  }
}
