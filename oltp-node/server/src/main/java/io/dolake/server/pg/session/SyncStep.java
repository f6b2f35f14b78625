package io.dolake.server.pg.session;

import io.dolake.sql.SqlSession.TransactionState;
import java.util.concurrent.CompletableFuture;

/** Ends the implicit transaction of a pipeline, and says that the server is ready. */
final class SyncStep implements Step {
  private final PgSession session;
  private CompletableFuture<Void> durable;

  SyncStep(PgSession session) {
    this.session = session;
  }

  @Override
  public Outcome run() {
    if (durable == null) {
      if (session.engineSession().transactionState() == TransactionState.FAILED) {
        session.endImplicitTransactionAfterError();
      } else {
        durable = session.commitImplicitTransaction();
      }
    }
    if (durable != null) {
      if (!durable.isDone()) {
        session.await(durable);
        return Outcome.AWAIT_DURABLE;
      }
      PortalRun.throwIfFailed(durable);
    }
    session.readyForQuery();
    return Outcome.DONE;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
