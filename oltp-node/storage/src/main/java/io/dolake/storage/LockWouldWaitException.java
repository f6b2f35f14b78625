package io.dolake.storage;

/**
 * Thrown on a {@link NonWaitingThread} by an operation that would have to wait for a row lock. The
 * operation did nothing, queued for nothing, and the transaction goes on: the caller undoes what
 * else its statement did and repeats it on a thread that may wait. Never reaches a client.
 */
public final class LockWouldWaitException extends RuntimeException {
  /** The only instance: it carries nothing, and a stack trace would cost more than the wait. */
  public static final LockWouldWaitException INSTANCE = new LockWouldWaitException();

  private LockWouldWaitException() {
    super("a lock would have to be waited for", null, false, false);
  }
}
