package io.dolake.server.pg.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.statement.CopyStatement;
import io.dolake.server.pg.wire.BackendWriter;
import io.dolake.server.pg.wire.PgType;
import io.dolake.sql.OpenCursor;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlSession;
import io.dolake.sql.SqlSession.TransactionState;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import io.netty.buffer.ByteBuf;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client's connection is doing, from authentication to its end: takes the client's
 * messages, runs them step by step on the engine's session, and builds the answers in {@link #out}.
 *
 * <p>Used by one thread at a time: the connection's network thread, or a worker to which that
 * thread handed a step (see {@link Outcome}). {@link #cancel} may be called by any.
 *
 * <p>Transactions: a statement alone commits by itself. Several statements of one simple query, or
 * between two Sync messages, run in one <em>implicit</em> transaction, which ends with the query or
 * the Sync.
 */
public final class PgSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PgSession.class);
  private static final int MAX_HELD_CURSORS = 16;

  private final SessionServices services;
  private final SqlSession engineSession;
  private final SessionOptions options;
  private final BackendWriter out;
  private final ReportedSettings reportedSettings;
  private final SessionActivity activity = new SessionActivity();
  private final ExtendedProtocol extended = new ExtendedProtocol(this);
  private final ServerStatementRunner serverStatements = new ServerStatementRunner(this);

  /** Null until the client names its first statement or portal, as many never do. */
  private Map<String, Portal> portals;

  /** Null until the session listens. */
  private NotificationInbox inbox;

  private Step step;
  private CopyIn copyIn;
  private CompletableFuture<?> awaited;
  private boolean implicitTransaction;
  private boolean skippingToSync;
  private boolean terminated;

  /** Whether the last message was ReadyForQuery, outside of a transaction. */
  private boolean idle = true;

  public PgSession(
      SessionServices services,
      SqlSession engineSession,
      SessionOptions options,
      BackendWriter out) {
    this.services = services;
    this.engineSession = engineSession;
    this.options = options;
    this.out = out;
    this.reportedSettings = new ReportedSettings(engineSession);
  }

  /** Applies what the client asked for when it connected, and reports the settings. */
  public void start(Map<String, String> startupParameters) {
    StartupSettings.of(startupParameters).forEach(this::applyStartupSetting);
    reportedSettings.reportAll(out);
    activity.applicationName(engineSession.setting("application_name"));
  }

  private void applyStartupSetting(String name, String value) {
    try {
      PreparedSql set =
          engineSession.prepare("SET " + name + " = '" + value.replace("'", "''") + "'", List.of());
      engineSession.execute(set).close();
    } catch (DoLakeException e) {
      // Drivers send settings of every PostgreSQL version; one that means nothing here is no reason
      // to refuse the client.
      LOG.debug("startup setting ignored name={} reason={}", name, e.getMessage());
    }
  }

  /**
   * Takes a message. {@link Outcome#DONE} when it is dealt with; otherwise {@link #advance} goes
   * on.
   *
   * @param body read during the call only
   * @param syncFollows whether the message after this one is known to be a Sync
   */
  public Outcome receive(byte type, ByteBuf body, boolean syncFollows) {
    idle = false;
    try {
      if (copyIn != null) {
        if (!copyIn.receive(type, body)) {
          return Outcome.DONE;
        }
      } else {
        step = dispatch(type, body, syncFollows);
      }
    } catch (DoLakeException e) {
      fail(e);
      return Outcome.DONE;
    }
    return step == null ? Outcome.DONE : advance();
  }

  private Step dispatch(byte type, ByteBuf body, boolean syncFollows) {
    if (skippingToSync && type != 'S' && type != 'X') {
      return null;
    }
    switch (type) {
      case 'Q':
        return SimpleQuery.read(this, body);
      case 'P', 'B', 'D', 'E', 'C', 'H':
        return extended.dispatch(type, body, syncFollows);
      case 'S':
        return new SyncStep(this);
      case 'X':
        terminated = true;
        return null;
      case 'd', 'c', 'f':
        // Rest of a COPY that has failed: the client has not seen the error yet.
        return null;
      case 'F':
        throw new DoLakeException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "the function call message is not supported");
      default:
        throw new DoLakeException(
            ErrorCode.PROTOCOL_VIOLATION, "unknown message type " + (type & 0xff));
    }
  }

  /** Goes on with the step under way. */
  public Outcome advance() {
    Outcome outcome;
    try {
      outcome = step.run();
    } catch (LockWouldWaitException e) {
      return Outcome.NEEDS_WORKER;
    } catch (Throwable e) {
      fail(Failures.toDoLakeException(e));
      return Outcome.DONE;
    }
    if (outcome == Outcome.DONE) {
      step.close();
      step = null;
    }
    return outcome;
  }

  /** Reports an error and puts the session where the protocol wants it after one. */
  private void fail(DoLakeException error) {
    services.metrics().failed(error);
    int offset = step instanceof SimpleQuery query ? query.positionOffset() : 0;
    // A client that has sent these waits for ReadyForQuery; after other messages a Sync will come.
    boolean endsCycle = step instanceof SimpleQuery || step instanceof SyncStep;
    endCopy();
    if (step != null) {
      step.close();
      step = null;
    }
    out.error("ERROR", error, offset);
    if (engineSession.transactionState() == TransactionState.IN_TRANSACTION) {
      engineSession.failTransaction();
    }
    if (endsCycle) {
      endImplicitTransactionAfterError();
      readyForQuery();
    } else {
      skippingToSync = true;
    }
  }

  void endImplicitTransactionAfterError() {
    if (implicitTransaction) {
      implicitTransaction = false;
      engineSession.execute(services.plans().rollback(engineSession)).close();
    }
    closePortalsOutsideTransaction();
  }

  /** Starts an implicit transaction unless one is open or the statement is about transactions. */
  void beginImplicitTransaction(String command) {
    if (engineSession.transactionState() == TransactionState.IDLE
        && !CommandTags.startsTransaction(command)
        && !CommandTags.endsTransaction(command)
        && !CommandTags.runsAlone(command)) {
      engineSession.execute(services.plans().begin(engineSession)).close();
      implicitTransaction = true;
    }
  }

  /**
   * Hands the implicit transaction, if there is one, to be committed.
   *
   * @return completes when it is durable; null when there is none
   */
  CompletableFuture<Void> commitImplicitTransaction() {
    if (!implicitTransaction) {
      return null;
    }
    implicitTransaction = false;
    closePortals();
    try {
      SqlCursor commit = engineSession.execute(services.plans().commit(engineSession));
      commit.close();
      return commit.durable();
    } catch (LockWouldWaitException e) {
      implicitTransaction = true; // still open: a worker commits it
      throw e;
    }
  }

  /**
   * Whether a BEGIN only turns the implicit transaction into an explicit one; true at most once.
   */
  boolean adoptImplicitTransaction(String command) {
    boolean adopt = implicitTransaction && CommandTags.startsTransaction(command);
    if (implicitTransaction && (adopt || CommandTags.endsTransaction(command))) {
      implicitTransaction = false;
    }
    return adopt;
  }

  boolean hasImplicitTransaction() {
    return implicitTransaction;
  }

  void readyForQuery() {
    skippingToSync = false;
    closePortalsOutsideTransaction();
    switch (engineSession.transactionState()) {
      case IDLE -> {
        activity.idle();
        if (inbox != null) {
          inbox.writeTo(out, Integer.MAX_VALUE);
        }
        out.readyForQuery('I');
        idle = true;
      }
      case IN_TRANSACTION -> {
        activity.idleInTransaction(false);
        out.readyForQuery('T');
      }
      case FAILED -> {
        activity.idleInTransaction(true);
        out.readyForQuery('E');
      }
    }
  }

  /**
   * Where the client's notifications go from the first call on; by the thread that runs the
   * session.
   *
   * @param onArrival called by any thread when {@link #writeNotifications} has something to do
   * @param onOverflow called by any thread when too many notifications wait
   */
  public NotificationInbox openInbox(Runnable onArrival, Runnable onOverflow) {
    if (inbox == null) {
      inbox = new NotificationInbox(onArrival, onOverflow);
    }
    return inbox;
  }

  /**
   * Builds messages of waiting notifications until this many bytes are pending, if the client is
   * idle outside of a transaction; others are sent when their transaction ends.
   *
   * @return whether anything is pending
   */
  public boolean writeNotifications(int maxPendingBytes) {
    if (inbox == null || !idle) {
      return false;
    }
    inbox.writeTo(out, maxPendingBytes);
    return out.pendingBytes() > 0;
  }

  public String user() {
    return options.user();
  }

  public String database() {
    return options.database();
  }

  /** What the session is doing, readable by any thread. */
  public SessionActivity activity() {
    return activity;
  }

  /** Makes a statement from text; null on a network thread when that needs planning. */
  ClientStatement prepare(String sql, List<PgType> declaredTypes) {
    return StatementFactory.prepare(engineSession, sql, declaredTypes);
  }

  /** The statement whose result a Describe message asks for: FETCH has its cursor's. */
  ClientStatement describable(ClientStatement statement) {
    return serverStatements.describable(statement);
  }

  /** Whether a statement may run on a network thread. */
  boolean isShort(ClientStatement statement) {
    if (statement.prepared() == null) {
      return statement.isEmpty();
    }
    return statement.prepared().shortRunning()
        || CommandTags.isSessionControl(statement.prepared().command());
  }

  /** What runs a portal: fetching, or one of the COPY directions. */
  Step runOf(Portal portal, long rowLimit, boolean describe) {
    if (portal.statement().server() instanceof CopyStatement copy) {
      requireLiveTransaction();
      return copy.fromClient() ? new CopyIn(this, copy) : new CopyOut(this, copy);
    }
    return new PortalRun(this, portal, rowLimit, describe);
  }

  SqlCursor execute(ClientStatement statement, Object[] parameters) {
    if (statement.prepared() != null) {
      if (adoptImplicitTransaction(statement.command())) {
        return FinishedCursor.of("BEGIN");
      }
      return engineSession.execute(statement.prepared(), parameters);
    }
    requireLiveTransaction();
    return serverStatements.execute(statement.server());
  }

  private void requireLiveTransaction() {
    if (engineSession.transactionState() == TransactionState.FAILED) {
      throw new DoLakeException(
          ErrorCode.FAILED_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block",
          "Send ROLLBACK.");
    }
  }

  /** Accounts for a statement that is over, and reports settings that it may have changed. */
  void statementCompleted(ClientStatement statement, String command, long rows, long nanos) {
    services.metrics().completed(command, nanos);
    services.slowQueries().completed(statement, rows, nanos);
    if (reportedSettings.mayHaveChanged()) {
      reportedSettings.reportChanged(out);
      activity.applicationName(engineSession.setting("application_name"));
    }
  }

  Map<String, Portal> portals() {
    if (portals == null) {
      portals = new HashMap<>();
    }
    return portals;
  }

  /** Closes what ends with a transaction. */
  private void closePortals() {
    if (portals != null) {
      portals.values().removeIf(portal -> !portal.isHeld() && closed(portal));
    }
  }

  private static boolean closed(Portal portal) {
    portal.close();
    return true;
  }

  void closeAllPortals() {
    if (portals != null) {
      portals.values().forEach(Portal::close);
      portals.clear();
    }
  }

  /** A held cursor keeps its snapshot of the database open, so there are only a few. */
  void requireRoomForHeldCursor() {
    if (portals().values().stream().filter(Portal::isHeld).count() >= MAX_HELD_CURSORS) {
      throw new DoLakeException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "the session has " + MAX_HELD_CURSORS + " cursors WITH HOLD open",
          "CLOSE those that are read.");
    }
  }

  /** Declared cursors; by the thread that runs the session. */
  public List<OpenCursor> cursors() {
    List<OpenCursor> cursors = new ArrayList<>();
    portals()
        .forEach(
            (name, portal) ->
                cursors.add(
                    new OpenCursor(
                        name, portal.statement().text(), portal.isHeld(), portal.created())));
    return cursors;
  }

  private void closePortalsOutsideTransaction() {
    if (portals != null
        && !portals.isEmpty()
        && engineSession.transactionState() != TransactionState.IN_TRANSACTION) {
      closePortals();
    }
  }

  ExtendedProtocol extended() {
    return extended;
  }

  SessionServices services() {
    return services;
  }

  SqlSession engineSession() {
    return engineSession;
  }

  /** What was built for the client and not sent. */
  public BackendWriter out() {
    return out;
  }

  ZoneId zone() {
    return reportedSettings.zone();
  }

  void await(CompletableFuture<?> future) {
    awaited = future;
  }

  /** What the step under way waits for after {@link Outcome#AWAIT_DURABLE}. */
  public CompletableFuture<?> awaited() {
    return awaited;
  }

  void startCopy(CopyIn copy) {
    copyIn = copy;
  }

  void endCopy() {
    copyIn = null;
  }

  /** Whether a step is under way. */
  public boolean hasStep() {
    return step != null;
  }

  /** Whether COPY data was received that no step has worked on. */
  public boolean hasUnreadCopyData() {
    return copyIn != null && copyIn.hasUnreadData();
  }

  /** Whether the client said goodbye. */
  public boolean isTerminated() {
    return terminated;
  }

  public boolean isInTransaction() {
    return engineSession.transactionState() != TransactionState.IDLE;
  }

  /** Makes the running statement fail. Callable from any thread. */
  public void cancel() {
    engineSession.cancel();
  }

  /** Rolls back what is open. Not on network threads: it may wait. Idempotent. */
  @Override
  public void close() {
    assert !NonWaitingThread.isCurrent();
    endCopy();
    if (step != null) {
      step.close();
      step = null;
    }
    closeAllPortals();
    engineSession.close();
  }
}
