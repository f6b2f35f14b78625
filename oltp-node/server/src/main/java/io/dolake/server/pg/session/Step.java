package io.dolake.server.pg.session;

/**
 * A piece of a session's work that can stop in the middle: {@link #run} is called again, not always
 * on the same thread, until it is done.
 */
interface Step {
  Outcome run();

  /** Gives up what the step holds. Called once, when it is done or has failed. */
  void close();
}
