package io.dolake.server.pg.session;

import io.dolake.server.pg.statement.ServerStatementParser;
import io.dolake.server.pg.wire.FrontendReader;
import io.dolake.server.pg.wire.RowFormat;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A simple query: one or more statements in text, run one after the other until one fails. */
final class SimpleQuery implements Step {
  private final PgSession session;
  private final String script;

  /** Null until the script is split. */
  private List<String> statements;

  private int next;
  private int positionOffset;
  private Step run;
  private boolean committing;
  private CompletableFuture<Void> durable;

  private SimpleQuery(PgSession session, String script) {
    this.session = session;
    this.script = script;
  }

  static SimpleQuery read(PgSession session, ByteBuf body) {
    String script = FrontendReader.cString(body);
    FrontendReader.requireEnd(body);
    return new SimpleQuery(session, script);
  }

  @Override
  public Outcome run() {
    if (statements == null) {
      statements = split();
    }
    if (statements.isEmpty()) {
      session.out().emptyQueryResponse();
    }
    while (next < statements.size()) {
      if (run == null) {
        Portal portal = prepareNext();
        if (portal == null) {
          return Outcome.NEEDS_WORKER;
        }
        run = session.runOf(portal, Long.MAX_VALUE, true);
      }
      Outcome outcome = run.run();
      if (outcome != Outcome.DONE) {
        return outcome;
      }
      run.close();
      run = null;
      next++;
    }
    return finish();
  }

  /** Most scripts are one statement, which is seen without the engine's lexer. */
  private List<String> split() {
    int semicolon = script.indexOf(';');
    if (semicolon >= 0 && semicolon < script.length() - 1) {
      return session.engineSession().split(script);
    }
    String statement = semicolon < 0 ? script : script.substring(0, semicolon);
    return ServerStatementParser.isEmpty(statement) ? List.of() : List.of(statement);
  }

  private Portal prepareNext() {
    String sql = statements.get(next);
    positionOffset = Math.max(0, script.indexOf(sql, positionOffset));
    ClientStatement statement = session.prepare(sql, List.of());
    if (statement == null) {
      return null;
    }
    if (statements.size() > 1) {
      session.beginImplicitTransaction(statement.command());
    }
    return new Portal(statement, new Object[statement.parameterTypes().size()], RowFormat.TEXT);
  }

  private Outcome finish() {
    if (!committing) {
      durable = session.commitImplicitTransaction();
      committing = true;
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

  /** Where the statement under way starts in the text the client sent. */
  int positionOffset() {
    return positionOffset;
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
      run = null;
    }
  }
}
