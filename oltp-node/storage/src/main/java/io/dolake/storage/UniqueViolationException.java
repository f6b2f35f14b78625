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
  private final TableId table;
  private final String constraint;
  private final transient Object[] existingKey;
  private final transient List<String> columns;
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
    super(ErrorCode.UNIQUE_VIOLATION, message, table.schema(), table.name(), null, constraint);
    this.table = table.id();
    this.constraint = Objects.requireNonNull(constraint, "constraint");
    this.existingKey = existingKey.clone();
    this.columns = parts.stream().map(part -> nameOf(table, part)).toList();
    this.values = values.clone();
  }

  private static String nameOf(TableDef table, KeyColumn part) {
    return part.expression() != null
        ? part.expression()
        : table.columns().get(table.ordinalOf(part.columnId())).name();
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

  /** Columns of the unique key, by their names; expressions by their text. */
  public List<String> columns() {
    return columns;
  }

  /** Values of the unique key, in the order of its columns. */
  public Object[] values() {
    return values.clone();
  }
}
