package io.dolake.common.change;

import io.dolake.common.TableId;
import java.util.Objects;

/**
 * One row's change inside a transaction. Key and images are the very bytes of the log: the key
 * memcomparable (see docs/formats/key.md), the images schema version plus Avro
 * (docs/formats/row.md). An update that changes the primary key is a delete and an insert.
 *
 * @param before null for an insert
 * @param after null for a delete
 */
public record RowChange(TableId table, Op op, byte[] key, byte[] before, byte[] after)
    implements Change {
  /** Kind of a row change. */
  public enum Op {
    INSERT,
    UPDATE,
    DELETE
  }

  public RowChange {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(op, "op");
    Objects.requireNonNull(key, "key");
    if ((op != Op.INSERT) != (before != null) || (op != Op.DELETE) != (after != null)) {
      throw new IllegalArgumentException(op + " with wrong images");
    }
  }
}
