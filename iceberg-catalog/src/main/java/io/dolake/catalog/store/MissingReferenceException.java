package io.dolake.catalog.store;

/**
 * A row refers to a namespace that is gone, or a namespace is deleted while something still refers
 * to it; the transaction was rolled back.
 */
public final class MissingReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingReferenceException(Throwable cause) {
    super("A row this change depends on is missing or still in use", cause);
  }
}
