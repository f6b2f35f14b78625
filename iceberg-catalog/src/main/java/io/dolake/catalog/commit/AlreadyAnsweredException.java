package io.dolake.catalog.commit;

/**
 * Another request with the same idempotency key was answered first, perhaps by another server; the
 * mutation was rolled back and the stored answer is to be replayed.
 */
public final class AlreadyAnsweredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AlreadyAnsweredException(Throwable cause) {
    super("The idempotency key has an answer", cause);
  }
}
