package io.dolake.cdc;

/** What a {@link ChangeRecord} says. Codes are part of the serialized form and never reused. */
public enum ChangeKind {
  /** A row as a snapshot page read it; {@code lsn} and {@code timestamp} are those of the read. */
  SNAPSHOT_ROW(1),
  INSERT(2),
  UPDATE(3),
  DELETE(4),
  /**
   * A version of a table's schema ({@code table}). Comes before the first row with that version. It
   * may come again, so a version that is not above the known one changes nothing.
   */
  SCHEMA(5),
  /**
   * All rows of the table are gone; when {@code key} or {@code after} is not null, those with keys
   * in [{@code key}, {@code after}) only. See {@link ChangeRecord} for when that happens.
   */
  TRUNCATE(6),
  DROP(7),
  /** The shard's initial load is complete and caught up to {@code lsn}. */
  SNAPSHOT_COMPLETE(8);

  private static final ChangeKind[] BY_CODE = new ChangeKind[9];

  static {
    for (ChangeKind kind : values()) {
      BY_CODE[kind.code] = kind;
    }
  }

  private final int code;

  ChangeKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static ChangeKind ofCode(int code) {
    if (code < 1 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("unknown change kind " + code);
    }
    return BY_CODE[code];
  }
}
