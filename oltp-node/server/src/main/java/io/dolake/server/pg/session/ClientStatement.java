package io.dolake.server.pg.session;

import io.dolake.server.pg.statement.ServerStatement;
import io.dolake.server.pg.statement.UserStatement;
import io.dolake.server.pg.wire.PgType;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.ResultColumn;
import java.util.List;

/**
 * A statement that a client sent to be run: one for the engine, one for the server, or an empty
 * one.
 *
 * @param prepared null unless it is for the engine
 * @param server null unless it is for the server
 * @param columns of its result; empty when it returns no rows
 */
record ClientStatement(
    String text,
    PreparedSql prepared,
    ServerStatement server,
    List<PgType> parameterTypes,
    List<ResultColumn> columns,
    boolean returnsRows) {
  static final ClientStatement EMPTY =
      new ClientStatement("", null, null, List.of(), List.of(), false);

  boolean isEmpty() {
    return prepared == null && server == null;
  }

  /** Its text for others to read: a user statement's own text form leaves out the password. */
  String publicText() {
    return server instanceof UserStatement user ? user.toString() : text;
  }

  String command() {
    if (prepared != null) {
      return prepared.command();
    }
    return server != null ? server.command() : "";
  }
}
