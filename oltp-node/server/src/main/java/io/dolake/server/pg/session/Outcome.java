package io.dolake.server.pg.session;

/** How far a step of a session's work has come; says what has to happen before the next. */
public enum Outcome {
  /** The step is finished. */
  DONE,
  /** The step would wait or run long, and so has to be run on a worker thread. Nothing is lost. */
  NEEDS_WORKER,
  /** Run the step again when {@link PgSession#awaited} is complete. */
  AWAIT_DURABLE,
  /** Send what is built, and run the step again once the client has taken enough of it. */
  AWAIT_WRITABLE,
  /** The step goes on with the client's next message. */
  AWAIT_INPUT
}
