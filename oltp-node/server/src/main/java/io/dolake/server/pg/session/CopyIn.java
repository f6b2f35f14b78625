package io.dolake.server.pg.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.copy.CopyParser;
import io.dolake.server.pg.statement.CopyOptions.Format;
import io.dolake.server.pg.statement.CopyStatement;
import io.dolake.server.pg.wire.FrontendReader;
import io.dolake.sql.BulkLoad;
import io.dolake.storage.NonWaitingThread;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * COPY FROM STDIN: the network thread collects the client's data, a worker makes rows of it. While
 * the worker is at it, nothing more is taken from the connection's buffer, so that a client that is
 * faster than the load is slowed down.
 */
final class CopyIn implements Step {
  /** Data is handed to the worker in pieces of about this size. */
  private static final int BATCH_BYTES = 256 << 10;

  private static final int INITIAL_BYTES = 16 << 10;

  private final PgSession session;
  private final CopyStatement statement;
  private final long startNanos = System.nanoTime();

  private BulkLoad load;
  private CopyParser parser;
  private byte[] data = new byte[INITIAL_BYTES];
  private int length;
  private boolean complete;
  private CompletableFuture<Long> durable;

  CopyIn(PgSession session, CopyStatement statement) {
    this.session = session;
    this.statement = statement;
  }

  /**
   * Takes a message of the client's.
   *
   * @return whether the step should run now rather than with more data
   */
  boolean receive(byte type, ByteBuf body) {
    switch (type) {
      case 'd':
        append(body);
        return length >= BATCH_BYTES;
      case 'c':
        complete = true;
        return true;
      case 'f':
        throw new DoLakeException(
            ErrorCode.QUERY_CANCELED, "COPY from stdin failed: " + FrontendReader.cString(body));
      case 'H', 'S':
        return false; // allowed and without meaning in the middle of a COPY
      default:
        throw new DoLakeException(
            ErrorCode.PROTOCOL_VIOLATION,
            "unexpected message type " + (type & 0xff) + " during COPY from stdin");
    }
  }

  boolean hasUnreadData() {
    return length > 0;
  }

  private void append(ByteBuf body) {
    int more = body.readableBytes();
    if (data.length - length < more) {
      data = Arrays.copyOf(data, Math.max(length + more, data.length * 2));
    }
    body.readBytes(data, length, more);
    length += more;
  }

  @Override
  public Outcome run() {
    if (durable == null) {
      if (NonWaitingThread.isCurrent()) {
        return Outcome.NEEDS_WORKER;
      }
      if (load == null) {
        open();
        return Outcome.AWAIT_INPUT;
      }
      int batch = length;
      length = 0;
      parser.accept(data, batch);
      if (!complete) {
        return Outcome.AWAIT_INPUT;
      }
      parser.finish();
      session.endCopy();
      durable = load.finish();
    }
    if (!durable.isDone()) {
      session.await(durable);
      return Outcome.AWAIT_DURABLE;
    }
    PortalRun.throwIfFailed(durable);
    session.out().commandComplete(CommandTags.of("COPY", durable.join()));
    session.statementCompleted(
        new ClientStatement(
            "COPY " + statement.table() + " FROM STDIN", null, statement, null, null, false),
        "COPY",
        parser.rows(),
        System.nanoTime() - startNanos);
    return Outcome.DONE;
  }

  private void open() {
    load =
        session
            .engineSession()
            .bulkLoad(statement.schema(), statement.table(), statement.columns());
    parser = new CopyParser(statement.options(), load, statement.table(), session.zone());
    session
        .out()
        .copyResponse(
            'G', load.columnTypes().size(), statement.options().format() == Format.BINARY);
    session.startCopy(this);
  }

  @Override
  public void close() {
    if (load != null) {
      load.close();
      load = null;
    }
  }
}
