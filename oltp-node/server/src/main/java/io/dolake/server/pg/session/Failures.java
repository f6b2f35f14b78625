package io.dolake.server.pg.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a step throws into an error that a client can be shown. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static DoLakeException toDoLakeException(Throwable thrown) {
    if (thrown instanceof DoLakeException known) {
      if (known.code() == ErrorCode.INTERNAL_ERROR) {
        LOG.error("statement failed with an internal error", known);
      }
      return known;
    }
    if (thrown instanceof StackOverflowError) {
      return new DoLakeException(
          ErrorCode.STATEMENT_TOO_COMPLEX,
          "statement is nested too deeply",
          "Split it into smaller statements.");
    }
    if (thrown instanceof OutOfMemoryError) {
      LOG.error("statement ran out of memory", thrown);
      return new DoLakeException(
          ErrorCode.OUT_OF_MEMORY,
          "the server has not enough memory for the statement",
          "Lower sql.statement-memory or give the server a larger heap.");
    }
    LOG.error("statement failed with an internal error", thrown);
    return new DoLakeException(
        ErrorCode.INTERNAL_ERROR,
        "internal error: " + thrown.getClass().getSimpleName(),
        "The server's log has the details.",
        thrown);
  }
}
