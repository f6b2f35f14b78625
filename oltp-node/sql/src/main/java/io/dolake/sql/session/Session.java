package io.dolake.sql.session;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.BulkLoad;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.SessionHost;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlSession;
import io.dolake.sql.advisory.SessionAdvisoryLocks;
import io.dolake.sql.dml.PendingChecks;
import io.dolake.sql.dml.WriteSession;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.MemoryBudget;
import io.dolake.sql.exec.ViewSource;
import io.dolake.sql.notify.SessionNotifications;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.parse.TransactionModes;
import io.dolake.sql.sequence.SessionSequences;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** One client's session. Used by one thread at a time, except for {@link #cancel}. */
final class Session implements SqlSession, WriteSession {
  private final Engine engine;
  private final SessionOptions options;
  private final SessionHost host;
  private final SessionSettings settings;
  private final SessionAdvisoryLocks advisoryLocks;
  private final SessionNotifications notifications;
  private final OwnCommits ownCommits = new OwnCommits();
  private final SessionTemporary temporary;
  private final SessionTransaction transaction;
  private final Preparation preparation;
  private final SessionSequences sequences;

  private boolean foreignKeys = true;
  private boolean deferForeignKeys;
  private long lastInsertRowId;
  private long changes;
  private long totalChanges;
  private boolean closed;

  private final PlanningPhase planning = new PlanningPhase();

  /** The statement under way, for {@link #cancel}. */
  private volatile RunningStatement running;

  Session(Engine engine, SessionOptions options, SessionHost host) {
    this.engine = engine;
    this.options = options;
    this.host = host;
    settings = new SessionSettings(options);
    advisoryLocks =
        new SessionAdvisoryLocks(engine.advisoryLocks(), host.processId(), settings::lockTimeout);
    notifications = new SessionNotifications(engine.notifications(), host);
    temporary = new SessionTemporary(settings);
    transaction = new SessionTransaction(engine.store(), ownCommits, temporary, notifications);
    preparation = new Preparation(engine, this);
    sequences = new SessionSequences(engine.sequences(), settings::lockTimeout, this::isReadOnly);
  }

  @Override
  public List<String> split(String script) {
    return SqlParser.split(script);
  }

  @Override
  public PreparedSql prepare(String sql, List<ColumnType> parameterTypes) {
    requireOpen();
    try {
      return planned(sql, parameterTypes);
    } catch (RuntimeException e) {
      transaction.fail();
      throw Errors.forClient(e);
    }
  }

  private Prepared planned(String sql, List<ColumnType> parameterTypes) {
    planning.starts();
    boolean canceled;
    Prepared prepared;
    try {
      prepared = preparation.prepare(sql, parameterTypes);
    } finally {
      canceled = planning.endsCanceled();
    }
    if (canceled) {
      throw RunningStatement.Stop.USER_REQUEST.exception();
    }
    return prepared;
  }

  @Override
  public PreparedSql prepareIfCached(String sql, List<ColumnType> parameterTypes) {
    requireOpen();
    if (transaction.hasChangedSchema() || !ownCommits.schemaIsCurrent()) {
      return null;
    }
    return preparation.cached(sql, parameterTypes, catalog());
  }

  @Override
  public SqlCursor execute(PreparedSql statement, Object... parameters) {
    requireOpen();
    engine.cache().countRun();
    Prepared prepared = (Prepared) statement;
    SessionCommand command = prepared.sessionCommand();
    if (transaction.isFailed() && (command == null || !command.endsFailure())) {
      throw new DoLakeException(
          ErrorCode.FAILED_TRANSACTION,
          "the transaction has failed: statements are ignored until it ends",
          "ROLLBACK, or ROLLBACK TO a savepoint.");
    }
    return command != null ? run(command) : run(prepared, parameters);
  }

  private SqlCursor run(SessionCommand command) {
    try {
      return command.run(this);
    } catch (LockWouldWaitException e) {
      throw e; // nothing was done: the command is repeated on a thread that may wait
    } catch (RuntimeException e) {
      if (!(e instanceof DoLakeException known) || known.code() != ErrorCode.ACTIVE_TRANSACTION) {
        transaction.fail();
      }
      throw Errors.forClient(e);
    }
  }

  private SqlCursor run(Prepared given, Object[] parameters) {
    boolean own = !transaction.isOpen();
    Prepared prepared = current(given);
    StatementPlan plan = prepared.plan();
    requireWritable(plan);
    Object[] values = parameterValues(prepared, parameters);
    if (plan.createsTemporary()) {
      temporary.open();
    }
    ShardTransaction onStore;
    if (own) {
      deferForeignKeys = false;
      ownCommits.await();
      onStore =
          temporary.join(engine.store().begin(autocommit(plan.readOnly() && !plan.locksRows())));
    } else {
      onStore = transaction.onStore();
      onStore.beginStatement();
    }
    StatementRun run = new StatementRun(this, plan, onStore, own);
    StatementResult result = run.start(values);
    if (!plan.readOnly()) {
      changes = result.affectedRows();
      totalChanges += changes;
    }
    if (plan.returnsRows()) {
      return new ResultCursor(run, result, prepared);
    }
    return new FinishedCursor(
        prepared.command(), List.of(), List.of(), result.affectedRows(), run.finished());
  }

  /** The statement planned for the catalog as it is now. */
  private Prepared current(Prepared prepared) {
    if (!transaction.hasChangedSchema() && prepared.catalogVersion() == catalog().version()) {
      return prepared;
    }
    try {
      Prepared again = planned(prepared.text(), prepared.declaredTypes());
      return prepared.hasLiterals() ? again.withLiterals(prepared.literals()) : again;
    } catch (RuntimeException e) {
      transaction.fail();
      throw Errors.forClient(e);
    }
  }

  private boolean isReadOnly() {
    return transaction.isOpen() ? transaction.isReadOnly() : settings.readOnly();
  }

  private void requireWritable(StatementPlan plan) {
    if (isReadOnly() && (!plan.readOnly() || plan.locksRows())) {
      transaction.fail();
      throw new DoLakeException(
          ErrorCode.READ_ONLY_TRANSACTION,
          "the transaction is read only: it cannot change data or schema, or lock rows");
    }
  }

  private Object[] parameterValues(Prepared prepared, Object[] given) {
    Object[] values = prepared.hasLiterals() ? prepared.literals() : given;
    List<ColumnType> types = prepared.allParameterTypes();
    if (values.length < types.size()) {
      transaction.fail();
      throw new DoLakeException(
          ErrorCode.UNDEFINED_PARAMETER,
          "the statement has "
              + types.size()
              + " parameters, but "
              + values.length
              + (values.length == 1 ? " value was given" : " values were given"));
    }
    return prepared.hasLiterals() ? values : ParameterValues.of(types, values);
  }

  private TransactionOptions autocommit(boolean readOnly) {
    // One statement on one snapshot is serializable by itself and needs no validation to be.
    IsolationLevel isolation = readOnly ? IsolationLevel.SNAPSHOT : settings.isolation();
    return new TransactionOptions(isolation, readOnly, settings.lockTimeout());
  }

  // Called by the statement that runs

  ExecutionContext executionContext(
      ShardTransaction onStore, Object[] parameters, Runnable stopCheck) {
    return new ExecutionContext(
        onStore,
        parameters,
        Instant.now(),
        this,
        new MemoryBudget(options.memoryLimitBytes()),
        stopCheck);
  }

  RunningStatement statementStarts(ShardTransaction onStore) {
    RunningStatement statement = new RunningStatement(onStore);
    statementResumes(statement);
    return statement;
  }

  void statementResumes(RunningStatement statement) {
    statement.runFor(settings.statementTimeout(), engine.timeouts());
    running = statement;
  }

  /** The statement is over or suspended. */
  void statementRests(RunningStatement statement) {
    running = null;
    statement.rest();
  }

  /** Commits a transaction of one statement; the future completes when it is durable. */
  CompletableFuture<Void> commitOwn(ShardTransaction own, boolean changesSchema) {
    return notifications.hasPending()
        ? notifications.commit(() -> ownCommits.add(own.commitAsync(), changesSchema))
        : ownCommits.add(own.commitAsync(), changesSchema);
  }

  /** Ends a transaction of one statement that has written nothing. */
  CompletableFuture<Void> closeOwn(ShardTransaction own) {
    own.close();
    return settleNotifications();
  }

  /** Outside an explicit transaction what was announced is told at once. */
  CompletableFuture<Void> settleNotifications() {
    return !transaction.isOpen() && notifications.hasPending()
        ? notifications.commit(() -> FinishedCursor.DURABLE)
        : FinishedCursor.DURABLE;
  }

  SessionTemporary temporary() {
    return temporary;
  }

  SessionTransaction transaction() {
    return transaction;
  }

  SessionSettings settings() {
    return settings;
  }

  // Transaction control

  void begin(TransactionModes modes) {
    transaction.begin(SessionCommands.options(settings, modes));
    if (modes.immediate) {
      transaction.onStore();
    }
  }

  SqlCursor commit() {
    if (transaction.isFailed()) {
      rollback();
      return FinishedCursor.of("ROLLBACK");
    }
    boolean mayWait = !deferredChecks().isEmpty() || advisoryLocks.hasTransactionLocks();
    if (mayWait && NonWaitingThread.isCurrent()) {
      // A commit cannot be repeated once it has begun.
      throw LockWouldWaitException.INSTANCE;
    }
    CompletableFuture<Void> durable = FinishedCursor.DURABLE;
    try {
      if (!deferredChecks().isEmpty()) {
        runDeferredChecks();
      }
      durable = transaction.commit();
    } catch (RuntimeException e) {
      rollback();
      throw e;
    }
    endOfTransaction();
    releaseTransactionLocks();
    return new FinishedCursor("COMMIT", List.of(), List.of(), 0, durable);
  }

  private void runDeferredChecks() {
    RunningStatement statement = statementStarts(transaction.onStore());
    try {
      deferredChecks()
          .runAll(executionContext(transaction.onStore(), new Object[0], statement::check));
    } catch (RuntimeException e) {
      throw statement.explained(e);
    } finally {
      statementRests(statement);
    }
  }

  /** Whoever gets a lock next sees what this transaction has committed. */
  void releaseTransactionLocks() {
    if (advisoryLocks.hasTransactionLocks()) {
      ownCommits.await();
      advisoryLocks.releaseTransaction();
    }
  }

  void rollback() {
    transaction.rollback();
    advisoryLocks.releaseTransaction();
    endOfTransaction();
  }

  private void endOfTransaction() {
    deferForeignKeys = false;
    settings.endOfTransaction();
  }

  void savepoint(String name) {
    transaction.savepoint(name, SessionCommands.options(settings, new TransactionModes()));
  }

  SqlCursor release(String name) {
    if (!transaction.isOpen()) {
      throw new DoLakeException(
          ErrorCode.INVALID_SAVEPOINT, "savepoint \"" + name + "\" does not exist");
    }
    if (!transaction.releaseEndsTransaction(name)) {
      return FinishedCursor.of("RELEASE");
    }
    SqlCursor committed = commit();
    return new FinishedCursor("RELEASE", List.of(), List.of(), 0, committed.durable());
  }

  void deferConstraints(boolean deferred) {
    deferForeignKeys = deferred;
  }

  /** PRAGMA foreign_keys. */
  void enforceForeignKeys(boolean enforce) {
    foreignKeys = enforce;
  }

  // What functions and writing statements see

  @Override
  public PendingChecks deferredChecks() {
    return transaction.deferredChecks();
  }

  @Override
  public boolean enforcesForeignKeys() {
    return foreignKeys;
  }

  @Override
  public boolean defersForeignKeys() {
    return deferForeignKeys;
  }

  @Override
  public void setLastInsertRowId(long rowId) {
    lastInsertRowId = rowId;
  }

  @Override
  public void setPragma(String name, boolean on) {
    if (name.equals("foreign_keys")) {
      enforceForeignKeys(on);
    } else {
      deferConstraints(on);
    }
  }

  @Override
  public long lastInsertRowId() {
    return lastInsertRowId;
  }

  @Override
  public long changes() {
    return changes;
  }

  @Override
  public long totalChanges() {
    return totalChanges;
  }

  @Override
  public String user() {
    return options.user();
  }

  @Override
  public String database() {
    return options.database();
  }

  @Override
  public List<String> searchPath() {
    return settings.searchPath();
  }

  @Override
  public ZoneId zone() {
    return settings.zone();
  }

  @Override
  public String setting(String name) {
    if (name.toLowerCase(Locale.ROOT).equals("transaction_isolation")) {
      return SessionSettings.nameOf(
          transaction.isOpen() ? transaction.options().isolation() : settings.isolation());
    }
    if (name.toLowerCase(Locale.ROOT).equals("transaction_read_only")) {
      return transaction.isReadOnly() || settings.readOnly() ? "on" : "off";
    }
    return settings.get(name);
  }

  @Override
  public long settingChanges() {
    return settings.changes();
  }

  @Override
  public String configure(String name, String value, boolean local) {
    if (local && !transaction.isOpen()) {
      return value; // it would end with the statement
    }
    settings.set(name, List.of(value), local);
    return setting(name);
  }

  @Override
  public SessionHost host() {
    return host;
  }

  @Override
  public SessionAdvisoryLocks advisoryLocks() {
    return advisoryLocks;
  }

  @Override
  public SessionNotifications notifications() {
    return notifications;
  }

  @Override
  public SessionSequences sequences() {
    return sequences;
  }

  @Override
  public List<ResultColumn> columnsOf(ViewDef view) {
    return preparation.columnsOf(view, catalog());
  }

  @Override
  public List<ViewSource> sourcesOf(ViewDef view, List<String> searchPath) {
    return preparation.sourcesOf(view, searchPath, catalog());
  }

  @Override
  public BulkLoad bulkLoad(String schema, String table, List<String> columns) {
    requireOpen();
    try {
      return TableLoad.start(this, preparation, schema, table, columns);
    } catch (RuntimeException e) {
      transaction.fail();
      throw Errors.forClient(e);
    }
  }

  /** A transaction for a bulk load outside an explicit one. */
  ShardTransaction beginOwn() {
    ownCommits.await();
    return temporary.join(engine.store().begin(autocommit(false)));
  }

  @Override
  public TransactionState transactionState() {
    return transaction.state();
  }

  @Override
  public void failTransaction() {
    transaction.fail();
  }

  @Override
  public Catalog catalog() {
    ShardTransaction begun = transaction.isFailed() ? null : transaction.begunOrNull();
    if (begun != null) {
      return begun.catalog();
    }
    if (!ownCommits.schemaIsCurrent()) {
      ownCommits.await();
    }
    return temporary.join(engine.store().catalog());
  }

  @Override
  public void cancel() {
    RunningStatement target = running;
    if (target != null) {
      target.stop(RunningStatement.Stop.USER_REQUEST);
    } else {
      planning.cancel();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new DoLakeException(ErrorCode.CONNECTION_FAILURE, "the session is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      notifications.close();
      transaction.rollback();
      advisoryLocks.releaseTransaction();
      advisoryLocks.releaseSession();
      if (temporary.isOpen()) {
        ownCommits.await();
        temporary.close();
      }
    }
  }
}
