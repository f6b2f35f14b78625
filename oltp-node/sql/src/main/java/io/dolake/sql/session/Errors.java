package io.dolake.sql.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.exec.StaleRowException;
import io.dolake.storage.LockWouldWaitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every failure one with a stable code. */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /** Errors with a code pass; others are ours, are logged and become INTERNAL_ERROR. */
  static RuntimeException forClient(RuntimeException error) {
    if (error instanceof DoLakeException || error instanceof LockWouldWaitException) {
      return error;
    }
    if (error instanceof StaleRowException) {
      return new DoLakeException(
          ErrorCode.SERIALIZATION_FAILURE,
          "a row changed while the statement locked it",
          "Run the transaction again.");
    }
    LOG.error("a statement failed for an unexpected reason", error);
    return new DoLakeException(
        ErrorCode.INTERNAL_ERROR,
        "unexpected failure: " + error,
        "This is a defect of the database; its log has the details.",
        error);
  }
}
