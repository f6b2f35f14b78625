package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.parse.ConflictAction;

/** A trigger's RAISE; tells what becomes of the statement and of the transaction. */
public final class RaiseException extends DoLakeException {
  private final ConflictAction action;

  RaiseException(ConflictAction action, String message) {
    super(ErrorCode.RAISED_BY_TRIGGER, message);
    this.action = action;
  }

  /** IGNORE leaves the row out; the others are those of ON CONFLICT. */
  public ConflictAction action() {
    return action;
  }
}
