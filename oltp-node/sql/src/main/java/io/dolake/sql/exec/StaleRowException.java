package io.dolake.sql.exec;

/**
 * A row that was found has changed by the time it was locked. What found it is run again by {@link
 * LockedRead}; never reaches a client.
 */
public final class StaleRowException extends RuntimeException {
  /** The only instance: it carries nothing, and nobody reads its stack trace. */
  public static final StaleRowException INSTANCE = new StaleRowException();

  private StaleRowException() {
    super("a locked row is newer than the statement's snapshot", null, false, false);
  }
}
