package io.dolake.server.pg.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.copy.CopyFormatter;
import io.dolake.server.pg.statement.CopyOptions.Format;
import io.dolake.server.pg.statement.CopyStatement;
import io.dolake.server.pg.wire.RowFormat;
import io.dolake.sql.PreparedSql;
import io.dolake.storage.NonWaitingThread;
import java.util.List;

/** COPY TO STDOUT: sends the rows of a query as the client takes them. */
final class CopyOut implements Step {
  private static final int SEND_BYTES = 128 << 10;

  private final PgSession session;
  private final CopyStatement statement;
  private final CopyFormatter formatter;
  private final long startNanos = System.nanoTime();
  private Portal portal;
  private long rows;

  CopyOut(PgSession session, CopyStatement statement) {
    this.session = session;
    this.statement = statement;
    this.formatter = new CopyFormatter(statement.options(), session.out(), session.zone());
  }

  @Override
  public Outcome run() {
    if (NonWaitingThread.isCurrent()) {
      return Outcome.NEEDS_WORKER;
    }
    if (portal == null) {
      open();
    }
    while (portal.cursor().next()) {
      formatter.row(portal.cursor(), portal.types());
      rows++;
      if (session.out().pendingBytes() >= SEND_BYTES) {
        return Outcome.AWAIT_WRITABLE;
      }
    }
    portal.finish();
    formatter.finish();
    session.out().copyDone();
    session.out().commandComplete(CommandTags.of("COPY", rows));
    session.statementCompleted(portal.statement(), "COPY", rows, System.nanoTime() - startNanos);
    return Outcome.DONE;
  }

  private void open() {
    PreparedSql prepared = session.engineSession().prepare(statement.sourceQuery(), List.of());
    if (!prepared.returnsRows()) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "COPY needs a query that returns rows");
    }
    ClientStatement query =
        new ClientStatement(prepared.text(), prepared, null, List.of(), prepared.columns(), true);
    portal = new Portal(query, new Object[0], RowFormat.TEXT);
    portal.open(session.execute(query, portal.parameters()));
    session
        .out()
        .copyResponse('H', portal.types().length, statement.options().format() == Format.BINARY);
    formatter.start(portal.cursor().columns());
  }

  @Override
  public void close() {
    if (portal != null) {
      portal.close();
    }
  }
}
