package io.dolake.sql.session;

/**
 * Whether a statement of the session is being planned, and whether its user gave it up meanwhile: a
 * request to cancel often comes before the statement runs. {@link #cancel} is callable from any
 * thread, the rest belongs to the session's.
 */
final class PlanningPhase {
  private boolean underWay;
  private boolean canceled;

  synchronized void starts() {
    underWay = true;
    canceled = false;
  }

  /** True if the statement was given up since planning started. */
  synchronized boolean endsCanceled() {
    underWay = false;
    return canceled;
  }

  /** Remembered if a statement is being planned, else without effect. */
  synchronized void cancel() {
    canceled = underWay;
  }
}
