package io.dolake.server.pg.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.statement.CopyStatement;
import io.dolake.server.pg.statement.ServerStatement;
import io.dolake.server.pg.statement.UserStatement;
import io.dolake.server.pg.wire.ParameterReader;
import io.dolake.server.pg.wire.PgType;
import io.dolake.server.pg.wire.RowFormat;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlSession;
import io.dolake.sql.SqlSession.TransactionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Carries out the statements about cursors, prepared statements and users. */
final class ServerStatementRunner {
  private final PgSession session;

  ServerStatementRunner(PgSession session) {
    this.session = session;
  }

  SqlCursor execute(ServerStatement statement) {
    if (statement instanceof ServerStatement.DeclareCursor declare) {
      return declare(declare);
    }
    if (statement instanceof ServerStatement.FetchCursor fetch) {
      return fetch(fetch);
    }
    if (statement instanceof ServerStatement.CloseCursor close) {
      return close(close);
    }
    if (statement instanceof ServerStatement.PrepareStatement prepare) {
      return prepare(prepare);
    }
    if (statement instanceof ServerStatement.ExecuteStatement execute) {
      return execute(execute);
    }
    if (statement instanceof ServerStatement.Deallocate deallocate) {
      return deallocate(deallocate);
    }
    if (statement instanceof ServerStatement.DiscardAll discard) {
      return discard(discard);
    }
    if (statement instanceof UserStatement user) {
      return changeUsers(user);
    }
    throw new IllegalStateException("COPY has steps of its own: " + statement.command());
  }

  /** See {@link PgSession#describable}. */
  ClientStatement describable(ClientStatement statement) {
    if (statement.server() instanceof ServerStatement.FetchCursor fetch) {
      return fetch.move() ? ClientStatement.EMPTY : cursor(fetch.name()).statement();
    }
    if (statement.server() instanceof ServerStatement.ExecuteStatement execute) {
      return session.extended().find(execute.name());
    }
    return statement;
  }

  private SqlCursor declare(ServerStatement.DeclareCursor declare) {
    boolean inTransaction = session.engineSession().transactionState() != TransactionState.IDLE;
    if (declare.hold() && inTransaction) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a cursor WITH HOLD cannot be declared in a transaction block",
          "Leave WITH HOLD out, or declare it after COMMIT.");
    }
    if (declare.hold()) {
      session.requireRoomForHeldCursor();
    } else if (!inTransaction || session.hasImplicitTransaction()) {
      throw new DoLakeException(
          ErrorCode.NO_ACTIVE_TRANSACTION,
          "DECLARE CURSOR can only be used in transaction blocks",
          "Send BEGIN first.");
    }
    if (session.portals().containsKey(declare.name())) {
      throw new DoLakeException(
          ErrorCode.DUPLICATE_CURSOR, "cursor \"" + declare.name() + "\" already exists");
    }
    ClientStatement query = session.prepare(declare.query(), List.of());
    if (query.prepared() == null || !query.returnsRows()) {
      throw new DoLakeException(
          ErrorCode.INVALID_DEFINITION, "cursor \"" + declare.name() + "\" needs a query");
    }
    // Declared outside a transaction, the query has one of its own, which ends with the cursor.
    Portal portal =
        declare.hold() ? Portal.held(query) : new Portal(query, new Object[0], RowFormat.TEXT);
    portal.open(session.execute(query, portal.parameters()));
    portal.cursor().suspend();
    session.portals().put(declare.name(), portal);
    return FinishedCursor.of(declare.command());
  }

  private SqlCursor fetch(ServerStatement.FetchCursor fetch) {
    Portal portal = cursor(fetch.name());
    LimitedCursor rows = new LimitedCursor(portal.cursor(), fetch.count(), fetch.command());
    if (!fetch.move()) {
      return rows;
    }
    while (rows.next()) {}
    return new FinishedCursor(fetch.command(), rows.rowCount(), rows.durable());
  }

  private Portal cursor(String name) {
    Portal portal = session.portals().get(name);
    if (portal == null || !portal.isOpen()) {
      throw new DoLakeException(
          ErrorCode.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist");
    }
    return portal;
  }

  private SqlCursor close(ServerStatement.CloseCursor close) {
    if (close.name().isEmpty()) {
      session.closeAllPortals();
    } else {
      cursor(close.name().get()).close();
      session.portals().remove(close.name().get());
    }
    return FinishedCursor.of(close.command());
  }

  private SqlCursor prepare(ServerStatement.PrepareStatement prepare) {
    session.extended().requireFree(prepare.name());
    List<PgType> types = new ArrayList<>();
    for (String type : prepare.types()) {
      types.add(typeNamed(type));
    }
    session.extended().define(prepare.name(), session.prepare(prepare.statement(), types));
    return FinishedCursor.of(prepare.command());
  }

  private static PgType typeNamed(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "int", "int4", "integer" -> PgType.INT4;
      case "int8", "bigint" -> PgType.INT8;
      case "int2", "smallint" -> PgType.INT2;
      case "float8", "double", "real", "float4" -> PgType.FLOAT8;
      case "bool", "boolean" -> PgType.BOOL;
      case "text", "varchar" -> PgType.TEXT;
      case "numeric", "decimal" -> PgType.NUMERIC;
      case "date" -> PgType.DATE;
      case "time" -> PgType.TIME;
      case "timestamp" -> PgType.TIMESTAMP;
      case "timestamptz" -> PgType.TIMESTAMPTZ;
      case "uuid" -> PgType.UUID;
      case "bytea" -> PgType.BYTEA;
      case "json", "jsonb" -> PgType.JSON;
      default ->
          throw new DoLakeException(
              ErrorCode.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist");
    };
  }

  private SqlCursor execute(ServerStatement.ExecuteStatement execute) {
    ClientStatement statement = session.extended().find(execute.name());
    List<PgType> types = statement.parameterTypes();
    List<Optional<String>> literals = execute.literals();
    if (literals.size() != types.size()) {
      throw new DoLakeException(
          ErrorCode.SYNTAX_ERROR,
          "wrong number of parameters for prepared statement \""
              + execute.name()
              + "\": expected "
              + types.size()
              + " but got "
              + literals.size());
    }
    Object[] parameters = new Object[types.size()];
    for (int i = 0; i < parameters.length; i++) {
      PgType type = types.get(i);
      parameters[i] =
          literals
              .get(i)
              .map(literal -> ParameterReader.text(literal, type, session.zone()))
              .orElse(null);
    }
    if (statement.server() instanceof CopyStatement) {
      throw new DoLakeException(ErrorCode.FEATURE_NOT_SUPPORTED, "COPY cannot be prepared");
    }
    return session.execute(statement, parameters);
  }

  private SqlCursor deallocate(ServerStatement.Deallocate deallocate) {
    if (deallocate.name().isEmpty()) {
      session.extended().forgetAll();
    } else {
      session.extended().find(deallocate.name().get());
      session.extended().forget(deallocate.name().get());
    }
    return FinishedCursor.of(deallocate.command());
  }

  /** Users are changed in a transaction of their own, which a rollback could not take back. */
  private SqlCursor changeUsers(UserStatement user) {
    requireNoTransaction(user.action() + " " + user.keyword());
    session.services().users().apply(user);
    return FinishedCursor.of(user.command());
  }

  private void requireNoTransaction(String statement) {
    if (session.engineSession().transactionState() != TransactionState.IDLE) {
      throw new DoLakeException(
          ErrorCode.ACTIVE_TRANSACTION,
          statement + " cannot run inside a transaction block",
          "COMMIT or ROLLBACK first.");
    }
  }

  private SqlCursor discard(ServerStatement.DiscardAll discard) {
    if (discard.what().equals("ALL")) {
      requireNoTransaction("DISCARD ALL");
      session.extended().forgetAll();
      session.closeAllPortals();
      run("RESET ALL");
      run("SELECT pg_advisory_unlock_all()");
      return new FinishedCursor(discard.command(), 0, run("UNLISTEN *"));
    }
    return FinishedCursor.of(discard.command());
  }

  /** Returns what completes when the statement has taken effect. */
  private CompletableFuture<Void> run(String statement) {
    SqlSession engine = session.engineSession();
    try (SqlCursor cursor = engine.execute(engine.prepare(statement, List.of()))) {
      while (cursor.next()) {}
      return cursor.durable();
    }
  }
}
