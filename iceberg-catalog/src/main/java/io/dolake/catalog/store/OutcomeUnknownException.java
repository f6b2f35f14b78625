package io.dolake.catalog.store;

/**
 * The database did not say whether a transaction was committed, and it could not be found out in
 * time. Whoever catches this must not delete files the transaction may refer to.
 */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
