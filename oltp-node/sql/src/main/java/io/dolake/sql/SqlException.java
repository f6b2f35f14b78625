package io.dolake.sql;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;

/** An error in a statement, with the place in its text where that is known. */
public final class SqlException extends DoLakeException {
  private final int position;

  /**
   * @param position one-based character position in the statement's text, or 0 if unknown
   * @param hint may be null
   */
  public SqlException(ErrorCode code, String message, String hint, int position) {
    super(code, message, hint);
    this.position = position;
  }

  public int position() {
    return position;
  }
}
