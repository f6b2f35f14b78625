package io.dolake.lake.event;

import java.util.Objects;

/**
 * A change on its way to the writers: what the topology needs of a record of the feed. The arrays
 * are shared, not copied, and must not be written to.
 *
 * @param kind what happened
 * @param keyGroup for kinds that every writer must see, the key group this copy is for; -1 for
 *     rows, which go where their key lies
 * @param shard where it happened
 * @param lsn of the transaction, or of the snapshot read
 * @param index position in the transaction; -1 for what is not part of a logged transaction
 * @param timestamp hybrid logical clock value of the commit; 0 for none
 * @param tableId the table
 * @param key memcomparable primary key of a row; lower bound of a limited TRUNCATE, or null
 * @param image stored row after the change; null for DELETE; upper bound of a limited TRUNCATE;
 *     table definition of a SCHEMA; the order of an ADOPT
 */
public record LakeEvent(
    Kind kind,
    int keyGroup,
    int shard,
    long lsn,
    int index,
    long timestamp,
    int tableId,
    byte[] key,
    byte[] image) {

  /** What an event says. Codes are part of the serialized form and never reused. */
  public enum Kind {
    SNAPSHOT_ROW(1),
    INSERT(2),
    UPDATE(3),
    DELETE(4),
    SCHEMA(5),
    TRUNCATE(6),
    DROP(7),
    /** Not of the log: an order to take over files, see {@link io.dolake.lake.file.Adoption}. */
    ADOPT(8);

    private static final Kind[] BY_CODE = new Kind[9];

    static {
      for (Kind kind : values()) {
        BY_CODE[kind.code] = kind;
      }
    }

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind ofCode(int code) {
      if (code < 1 || code >= BY_CODE.length) {
        throw new IllegalArgumentException("unknown event kind " + code);
      }
      return BY_CODE[code];
    }
  }

  public LakeEvent {
    Objects.requireNonNull(kind, "kind");
  }

  public boolean isRow() {
    return kind.code <= Kind.DELETE.code;
  }

  /**
   * Whether it has a place in the log's order, so that a repetition can be told by its position.
   */
  public boolean isLogged() {
    return index >= 0;
  }
}
