package io.dolake.storage;

import io.dolake.common.TableId;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ConstraintViolationException;
import io.dolake.common.error.ErrorCode;
import java.util.List;
import java.util.Objects;

/** A row with the same unique key exists. Tells which one, so that upserts can go on from here. */
public final class UniqueViolationException extends ConstraintViolationException {
  private final transient TableDef table;
  private final transient Object[] existingKey;
  private final transient List<KeyColumn> parts;
  private final transient Object[] values;

  /**
   * @param constraint name of the index, or {@code <table>_pkey}
   * @param existingKey primary key of the row that is in the way
   * @param parts of the unique key
   * @param values of the unique key's parts, which the two rows have in common
   */
  public UniqueViolationException(
      TableDef table,
      String constraint,
      Object[] existingKey,
      List<KeyColumn> parts,
      Object[] values,
      String message) {
    super(
        ErrorCode.UNIQUE_VIOLATION,
        message,
        table.schema(),
        table.name(),
        null,
        Objects.requireNonNull(constraint, "constraint"));
    this.table = table;
    this.existingKey = existingKey.clone();
    this.parts = parts;
    this.values = values.clone();
  }

  public TableId table() {
    return table.id();
  }

  public String constraint() {
    return constraintName().orElseThrow();
  }

  public Object[] existingKey() {
    return existingKey.clone();
  }

  /** Columns of the unique key, by their names; expressions by their text. */
  public List<String> columns() {
    return parts.stream().map(this::nameOf).toList();
  }

  private String nameOf(KeyColumn part) {
    return part.expression() != null
        ? part.expression()
        : table.columns().get(table.ordinalOf(part.columnId())).name();
  }

  /** Values of the unique key, in the order of its columns. */
  public Object[] values() {
    return values.clone();
  }
}
