package io.dolake.common.error;

/**
 * Every error a user can meet, with its SQLSTATE and what the caller should do next. A code is
 * never renamed or reused. Standard SQLSTATEs are used where one fits; class {@code DL} is ours.
 */
public enum ErrorCode {
  SYNTAX_ERROR("42601", Action.FIX),
  UNDEFINED_TABLE("42P01", Action.FIX),
  UNDEFINED_COLUMN("42703", Action.FIX),
  UNDEFINED_FUNCTION("42883", Action.FIX),
  UNDEFINED_OBJECT("42704", Action.FIX),
  UNDEFINED_PARAMETER("42P02", Action.FIX),
  AMBIGUOUS_COLUMN("42702", Action.FIX),
  DUPLICATE_TABLE("42P07", Action.FIX),
  DUPLICATE_COLUMN("42701", Action.FIX),
  DUPLICATE_OBJECT("42710", Action.FIX),
  DATATYPE_MISMATCH("42804", Action.FIX),
  GROUPING_ERROR("42803", Action.FIX),
  WINDOWING_ERROR("42P20", Action.FIX),
  INVALID_DEFINITION("42P16", Action.FIX),
  DEPENDENT_OBJECTS("2BP01", Action.FIX),
  FEATURE_NOT_SUPPORTED("0A000", Action.FIX),
  INVALID_PARAMETER("22023", Action.FIX),
  INVALID_TEXT_REPRESENTATION("22P02", Action.FIX),
  INVALID_BINARY_REPRESENTATION("22P03", Action.FIX),
  NUMERIC_OUT_OF_RANGE("22003", Action.FIX),
  SEQUENCE_LIMIT_EXCEEDED("2200H", Action.FIX),
  DIVISION_BY_ZERO("22012", Action.FIX),
  STRING_TOO_LONG("22001", Action.FIX),
  INVALID_DATETIME("22007", Action.FIX),
  BAD_COPY_FORMAT("22P04", Action.FIX),
  CARDINALITY_VIOLATION("21000", Action.FIX),
  NOT_NULL_VIOLATION("23502", Action.FIX),
  FOREIGN_KEY_VIOLATION("23503", Action.FIX),
  UNIQUE_VIOLATION("23505", Action.FIX),
  CHECK_VIOLATION("23514", Action.FIX),
  /** A trigger refused the change with RAISE. */
  RAISED_BY_TRIGGER("P0001", Action.FIX),
  ACTIVE_TRANSACTION("25001", Action.FIX),
  READ_ONLY_TRANSACTION("25006", Action.FIX),
  NO_ACTIVE_TRANSACTION("25P01", Action.FIX),
  FAILED_TRANSACTION("25P02", Action.FIX),
  IDLE_TRANSACTION_TIMEOUT("25P03", Action.RETRY),
  INVALID_SAVEPOINT("3B001", Action.FIX),
  INVALID_STATEMENT_NAME("26000", Action.FIX),
  INVALID_CURSOR_NAME("34000", Action.FIX),
  DUPLICATE_STATEMENT("42P05", Action.FIX),
  DUPLICATE_CURSOR("42P03", Action.FIX),
  UNDEFINED_SCHEMA("3F000", Action.FIX),
  UNDEFINED_DATABASE("3D000", Action.FIX),
  SERIALIZATION_FAILURE("40001", Action.RETRY),
  DEADLOCK("40P01", Action.RETRY),
  LOCK_TIMEOUT("55P03", Action.RETRY),
  OBJECT_IN_USE("55006", Action.RETRY),
  OBJECT_NOT_IN_PREREQUISITE_STATE("55000", Action.FIX),
  INVALID_AUTHORIZATION("28000", Action.FIX),
  INVALID_PASSWORD("28P01", Action.FIX),
  INSUFFICIENT_PRIVILEGE("42501", Action.FIX),
  PROTOCOL_VIOLATION("08P01", Action.FIX),
  CONNECTION_FAILURE("08006", Action.RETRY),
  TOO_MANY_CONNECTIONS("53300", Action.RETRY),
  OUT_OF_MEMORY("53200", Action.FIX),
  DISK_FULL("53100", Action.OPERATOR),
  STATEMENT_TOO_COMPLEX("54001", Action.FIX),
  PROGRAM_LIMIT_EXCEEDED("54000", Action.FIX),
  QUERY_CANCELED("57014", Action.RETRY),
  SHUTTING_DOWN("57P01", Action.RETRY),
  IO_ERROR("58030", Action.OPERATOR),
  INTERNAL_ERROR("XX000", Action.OPERATOR),

  WRITE_SET_TOO_LARGE("DL001", Action.FIX),
  ROW_TOO_LARGE("DL002", Action.FIX),
  STORE_LOCKED("DL101", Action.OPERATOR),
  STORE_READ_ONLY_DIRECTORY("DL102", Action.OPERATOR),
  STORE_FORMAT_VERSION("DL103", Action.OPERATOR),
  LOG_DAMAGED("DL104", Action.OPERATOR),
  STORE_FAILED("DL105", Action.OPERATOR),
  STORE_CLOSED("DL106", Action.RETRY),
  SNAPSHOT_TOO_OLD("DL107", Action.RETRY),
  COMMIT_OUTCOME_UNKNOWN("DL108", Action.OUTCOME_UNKNOWN),
  BACKUP_INVALID("DL109", Action.OPERATOR),
  ROW_DAMAGED("DL110", Action.OPERATOR),
  SLOT_UNDEFINED("DL201", Action.FIX),
  SLOT_IN_USE("DL202", Action.RETRY),
  SLOT_LOST("DL203", Action.OPERATOR),
  SLOT_DUPLICATE("DL204", Action.FIX),
  LSN_REMOVED("DL205", Action.OPERATOR),
  LSN_IN_FUTURE("DL206", Action.FIX),
  SCHEMA_VERSION_UNKNOWN("DL207", Action.OPERATOR),
  LAKE_COMMIT_FAILED("DL301", Action.RETRY),
  LAKE_TABLE_ALTERED("DL302", Action.OPERATOR),
  CATALOG_UNREACHABLE("DL303", Action.RETRY),
  CONFIGURATION_INVALID("DL401", Action.FIX),
  PORT_IN_USE("DL402", Action.FIX);

  /** What the caller should do about an error. */
  public enum Action {
    /** Change the request: the same one will fail again. */
    FIX,
    /** Send the same work again: the cause passes. */
    RETRY,
    /** A person who runs the system has to act. */
    OPERATOR,
    /** The work may or may not have happened: look before trying again, clean nothing up. */
    OUTCOME_UNKNOWN
  }

  private final String sqlState;
  private final Action action;

  ErrorCode(String sqlState, Action action) {
    this.sqlState = sqlState;
    this.action = action;
  }

  public String sqlState() {
    return sqlState;
  }

  public Action action() {
    return action;
  }
}
