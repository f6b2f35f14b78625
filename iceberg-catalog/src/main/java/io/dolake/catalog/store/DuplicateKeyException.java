package io.dolake.catalog.store;

/** A row with the same primary key exists; the transaction was rolled back. */
public final class DuplicateKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DuplicateKeyException(Throwable cause) {
    super("A row with this key exists", cause);
  }
}
