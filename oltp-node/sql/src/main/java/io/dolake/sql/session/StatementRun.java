package io.dolake.sql.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.function.RaiseException;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import io.dolake.storage.Savepoint;
import io.dolake.storage.ShardTransaction;
import java.util.concurrent.CompletableFuture;

/**
 * One execution of one statement, from its begin in a transaction to its end: committed when the
 * transaction is its own, else left to the session's transaction, which fails if the statement
 * does.
 */
final class StatementRun {
  private final Session session;
  private final StatementPlan plan;
  private final ShardTransaction transaction;

  /** Whether the transaction ends with the statement. */
  private final boolean own;

  /** What the transaction had announced before the statement. */
  private final int notificationMark;

  private ExecutionContext context;
  private Savepoint savepoint;
  private RunningStatement running;

  StatementRun(Session session, StatementPlan plan, ShardTransaction transaction, boolean own) {
    this.session = session;
    this.plan = plan;
    this.transaction = transaction;
    this.own = own;
    notificationMark = session.notifications().mark();
  }

  StatementResult start(Object[] parameters) {
    // In a failed transaction nothing of the statement survives anyway; only a statement that will
    // be repeated, or whose failure leaves the transaction alive, must leave no trace.
    if (!own && !plan.atomic() && NonWaitingThread.isCurrent()) {
      savepoint = transaction.savepoint();
    }
    running = session.statementStarts(transaction);
    try {
      context = session.executionContext(transaction, parameters, running::check);
      return plan.run(context);
    } catch (LockWouldWaitException e) {
      undo();
      throw e;
    } catch (RuntimeException e) {
      throw failed(e, null);
    } catch (StackOverflowError e) {
      throw failed(
          new DoLakeException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "the statement is too complex: its evaluation is nested too deeply"),
          null);
    }
  }

  private void undo() {
    ended();
    session.notifications().rollbackTo(notificationMark);
    if (own) {
      transaction.close();
    } else if (savepoint != null) {
      transaction.rollbackTo(savepoint);
      transaction.release(savepoint);
    }
  }

  private void ended() {
    session.statementRests(running);
  }

  /** More rows are wanted later. */
  void suspend() {
    session.statementRests(running);
  }

  void resume() {
    session.statementResumes(running);
  }

  /** The statement is over; the future completes when what it committed is durable. */
  CompletableFuture<Void> finished() {
    ended();
    if (!own) {
      if (savepoint != null) {
        transaction.release(savepoint);
      }
      if (plan.changesSchema()) {
        session.transaction().schemaChanged();
      }
      return FinishedCursor.DURABLE;
    }
    try {
      return commitOwn();
    } finally {
      session.releaseTransactionLocks();
    }
  }

  private CompletableFuture<Void> commitOwn() {
    if (plan.readOnly()) {
      return session.closeOwn(transaction);
    }
    try {
      session.deferredChecks().runAll(context);
      return session.commitOwn(transaction, plan.changesSchema());
    } catch (RuntimeException e) {
      session.deferredChecks().clear();
      session.notifications().rollback();
      transaction.close();
      throw e;
    }
  }

  /** The statement failed; returns what to throw. */
  RuntimeException failed(RuntimeException error, StatementResult result) {
    ended();
    closeQuietly(result, error);
    ConflictAction action = actionOf(error);
    if (own) {
      endOwn(action, error);
    } else if (action == ConflictAction.ROLLBACK) {
      session.transaction().rollback();
    } else if (action != ConflictAction.FAIL) {
      session.transaction().fail();
    }
    return Errors.forClient(running.explained(error));
  }

  /** With OR FAIL what was done before the violation stays. */
  private void endOwn(ConflictAction action, RuntimeException error) {
    try (transaction) {
      if (action == ConflictAction.FAIL) {
        session.deferredChecks().runAll(context);
        transaction.commit();
        session.settleNotifications();
      }
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    } finally {
      session.deferredChecks().clear();
      session.notifications().rollback();
      session.releaseTransactionLocks();
    }
  }

  private ConflictAction actionOf(RuntimeException error) {
    if (error instanceof RaiseException raised) {
      return raised.action();
    }
    return isConstraint(error) ? plan.onViolation() : ConflictAction.ABORT;
  }

  private static boolean isConstraint(RuntimeException error) {
    return error instanceof DoLakeException e
        && !(e instanceof SqlException)
        && switch (e.code()) {
          case UNIQUE_VIOLATION, NOT_NULL_VIOLATION, CHECK_VIOLATION -> true;
          default -> false;
        };
  }

  private static void closeQuietly(StatementResult result, RuntimeException error) {
    if (result == null) {
      return;
    }
    try {
      result.close();
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
  }
}
