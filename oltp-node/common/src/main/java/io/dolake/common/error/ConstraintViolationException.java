package io.dolake.common.error;

import java.util.Objects;
import java.util.Optional;

/** A row that breaks a rule of its table; tells which one to programs as well as to people. */
public class ConstraintViolationException extends DoLakeException {
  private final String schema;
  private final String table;
  private final String column;
  private final String constraint;

  /** The column is null unless it is NOT NULL's, the constraint null unless it has a name. */
  public ConstraintViolationException(
      ErrorCode code,
      String message,
      String schema,
      String table,
      String column,
      String constraint) {
    super(code, message);
    this.schema = Objects.requireNonNull(schema, "schema");
    this.table = Objects.requireNonNull(table, "table");
    this.column = column;
    this.constraint = constraint;
  }

  public String schema() {
    return schema;
  }

  /** Name of the table whose constraint it is. */
  public String tableName() {
    return table;
  }

  public Optional<String> column() {
    return Optional.ofNullable(column);
  }

  public Optional<String> constraintName() {
    return Optional.ofNullable(constraint);
  }
}
