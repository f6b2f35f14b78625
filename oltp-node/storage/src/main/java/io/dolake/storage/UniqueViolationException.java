package io.dolake.storage;

import io.dolake.common.TableId;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ConstraintViolationException;
import io.dolake.common.error.ErrorCode;
import java.util.Objects;

/** A row with the same unique key exists. Tells which one, so that upserts can go on from here. */
public final class UniqueViolationException extends ConstraintViolationException {
  private final TableId table;
  private final String constraint;
  private final transient Object[] existingKey;

  /**
   * @param constraint name of the index, or {@code <table>_pkey}
   * @param existingKey primary key of the row that is in the way
   */
  public UniqueViolationException(
      TableDef table, String constraint, Object[] existingKey, String message) {
    super(ErrorCode.UNIQUE_VIOLATION, message, table.schema(), table.name(), null, constraint);
    this.table = table.id();
    this.constraint = Objects.requireNonNull(constraint, "constraint");
    this.existingKey = existingKey.clone();
  }

  public TableId table() {
    return table;
  }

  public String constraint() {
    return constraint;
  }

  public Object[] existingKey() {
    return existingKey.clone();
  }
}
