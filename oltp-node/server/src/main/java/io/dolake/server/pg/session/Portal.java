package io.dolake.server.pg.session;

import io.dolake.server.pg.wire.PgType;
import io.dolake.server.pg.wire.RowFormat;
import io.dolake.sql.SqlCursor;
import java.time.Instant;

/** A statement with its parameters, and the rows of it that are still to be fetched. */
final class Portal {
  private final ClientStatement statement;
  private final Object[] parameters;
  private final RowFormat format;
  private final boolean held;
  private final long createdMillis = System.currentTimeMillis();

  /** Null until the statement has run. */
  private SqlCursor cursor;

  private PgType[] types;
  private boolean finished;

  Portal(ClientStatement statement, Object[] parameters, RowFormat format) {
    this(statement, parameters, format, false);
  }

  private Portal(ClientStatement statement, Object[] parameters, RowFormat format, boolean held) {
    this.statement = statement;
    this.parameters = parameters;
    this.format = format;
    this.held = held;
  }

  /** A cursor that lives until it is closed, whatever becomes of transactions. */
  static Portal held(ClientStatement statement) {
    return new Portal(statement, new Object[0], RowFormat.TEXT, true);
  }

  boolean isHeld() {
    return held;
  }

  Instant created() {
    return Instant.ofEpochMilli(createdMillis);
  }

  ClientStatement statement() {
    return statement;
  }

  Object[] parameters() {
    return parameters;
  }

  RowFormat format() {
    return format;
  }

  SqlCursor cursor() {
    return cursor;
  }

  /** Types of the result's columns, once it is open. */
  PgType[] types() {
    return types;
  }

  void open(SqlCursor opened) {
    cursor = opened;
    types = new PgType[opened.columns().size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = PgType.of(opened.columns().get(i).type());
    }
  }

  /** Whether the open portal has a result to send; EXECUTE and FETCH show only when they run. */
  boolean returnsRows() {
    return statement.returnsRows() || types.length > 0;
  }

  boolean isOpen() {
    return cursor != null;
  }

  /** Whether all rows were fetched. */
  boolean isFinished() {
    return finished;
  }

  void finish() {
    finished = true;
    cursor.close();
  }

  /** Makes a portal whose statement had no effect ready to run again. */
  void reset() {
    close();
    cursor = null;
    finished = false;
  }

  /** Idempotent. */
  void close() {
    if (cursor != null && !finished) {
      finished = true;
      cursor.close();
    }
  }
}
