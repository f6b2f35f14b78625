package io.dolake.server.pg.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.wire.BackendWriter;
import io.dolake.sql.SqlCursor;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Fetches rows of a portal, at most so many, and ends it after the last. What it committed is
 * reported to the client only when it is durable.
 */
final class PortalRun implements Step {
  /** Built rows are sent when there are this many bytes of them. */
  private static final int SEND_BYTES = 128 << 10;

  private final PgSession session;
  private final Portal portal;
  private final long rowLimit;
  private final boolean simple;
  private final long startNanos = System.nanoTime();

  private long rowsSent;
  private CompletableFuture<Void> durable;

  /**
   * @param rowLimit rows to fetch in this run; Long.MAX_VALUE for all
   * @param simple whether the portal is that of a simple query, which describes its rows unasked
   *     and has no use for the portal afterwards
   */
  PortalRun(PgSession session, Portal portal, long rowLimit, boolean simple) {
    this.session = session;
    this.portal = portal;
    this.rowLimit = rowLimit;
    this.simple = simple;
  }

  @Override
  public Outcome run() {
    if (durable == null) {
      if (NonWaitingThread.isCurrent() && !session.isShort(portal.statement())) {
        return Outcome.NEEDS_WORKER;
      }
      int mark = session.out().mark();
      try {
        Outcome outcome = fetch();
        if (outcome != Outcome.DONE || durable == null) {
          return outcome;
        }
      } catch (LockWouldWaitException e) {
        session.out().rewind(mark);
        portal.reset();
        return Outcome.NEEDS_WORKER;
      }
    }
    if (!durable.isDone()) {
      session.await(durable);
      return Outcome.AWAIT_DURABLE;
    }
    throwIfFailed(durable);
    complete();
    return Outcome.DONE;
  }

  private Outcome fetch() {
    if (!portal.isOpen()) {
      session.activity().active(portal.statement().publicText());
      portal.open(session.execute(portal.statement(), portal.parameters()));
      if (simple && portal.returnsRows()) {
        session.out().rowDescription(portal.cursor().columns(), portal.format());
      }
    }
    BackendWriter out = session.out();
    SqlCursor cursor = portal.cursor();
    while (!portal.isFinished()) {
      if (rowsSent == rowLimit) {
        cursor.suspend();
        out.portalSuspended();
        return Outcome.DONE;
      }
      if (!cursor.next()) {
        portal.finish();
        break;
      }
      if (portal.returnsRows()) {
        out.dataRow(cursor, portal.types(), portal.format(), session.zone());
      }
      rowsSent++;
      if (out.pendingBytes() >= SEND_BYTES) {
        return Outcome.AWAIT_WRITABLE;
      }
    }
    durable = cursor.durable();
    return Outcome.DONE;
  }

  private void complete() {
    SqlCursor cursor = portal.cursor();
    String command = cursor.command();
    long rows = command.equals("SELECT") ? rowsSent : cursor.rowCount();
    session.out().commandComplete(CommandTags.of(command, rows));
    session.statementCompleted(portal.statement(), command, rows, System.nanoTime() - startNanos);
  }

  /** Throws the error that a commit ended with. */
  static void throwIfFailed(CompletableFuture<?> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DoLakeException known) {
        throw known;
      }
      throw new DoLakeException(
          ErrorCode.INTERNAL_ERROR, "commit failed unexpectedly", null, e.getCause());
    } catch (CancellationException e) {
      throw new DoLakeException(
          ErrorCode.COMMIT_OUTCOME_UNKNOWN,
          "commit was abandoned while it was under way",
          "Look whether its changes are there before trying again.",
          e);
    }
  }

  @Override
  public void close() {
    // Other suspended portals stay open for the next Execute; the session closes them.
    if (simple) {
      portal.close();
    }
  }
}
