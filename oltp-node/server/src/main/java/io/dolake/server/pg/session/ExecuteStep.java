package io.dolake.server.pg.session;

/** Runs a portal, inside the pipeline's implicit transaction unless it is a pipeline of one. */
final class ExecuteStep implements Step {
  private final PgSession session;
  private final Portal portal;
  private final long rowLimit;
  private final boolean syncFollows;
  private Step run;

  ExecuteStep(PgSession session, Portal portal, long rowLimit, boolean syncFollows) {
    this.session = session;
    this.portal = portal;
    this.rowLimit = rowLimit;
    this.syncFollows = syncFollows;
  }

  @Override
  public Outcome run() {
    if (portal.statement().isEmpty()) {
      session.out().emptyQueryResponse();
      return Outcome.DONE;
    }
    if (run == null) {
      // With a row limit the portal may have to stay open until the next Execute.
      if (!portal.isOpen() && (!syncFollows || rowLimit != Long.MAX_VALUE)) {
        session.beginImplicitTransaction(portal.statement().command());
      }
      run = session.runOf(portal, rowLimit, false);
    }
    return run.run();
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
    }
  }
}
