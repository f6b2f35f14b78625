package io.dolake.catalog.store;

/**
 * The catalog's database could not be reached or was busy for too long, and the operation was
 * certainly not applied. Repeating it is safe.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what the database said; null if it was not asked
   */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
