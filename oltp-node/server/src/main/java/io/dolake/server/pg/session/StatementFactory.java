package io.dolake.server.pg.session;

import io.dolake.common.type.ColumnType;
import io.dolake.server.pg.statement.ServerStatement;
import io.dolake.server.pg.statement.ServerStatementParser;
import io.dolake.server.pg.wire.PgType;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.SqlSession;
import io.dolake.storage.NonWaitingThread;
import java.util.ArrayList;
import java.util.List;

/** Makes statements from their text. */
final class StatementFactory {
  private StatementFactory() {}

  /**
   * @param declaredTypes types the client gave for parameters; UNKNOWN where it gave none
   * @return null on a network thread when the statement must be planned first
   */
  static ClientStatement prepare(SqlSession session, String sql, List<PgType> declaredTypes) {
    ServerStatement server = ServerStatementParser.parse(sql);
    if (server != null) {
      return new ClientStatement(
          sql, null, server, List.of(), List.of(), server instanceof ServerStatement.FetchCursor);
    }
    List<ColumnType> types = columnTypes(declaredTypes);
    String text = ExpandedArrays.rewrite(TriggerParents.rewrite(sql));
    PreparedSql prepared =
        NonWaitingThread.isCurrent()
            ? session.prepareIfCached(text, types)
            : session.prepare(text, types);
    return prepared == null ? null : of(prepared, declaredTypes);
  }

  private static ClientStatement of(PreparedSql prepared, List<PgType> declaredTypes) {
    return new ClientStatement(
        prepared.text(),
        prepared,
        null,
        parameterTypes(prepared, declaredTypes),
        prepared.columns(),
        prepared.returnsRows());
  }

  private static List<ColumnType> columnTypes(List<PgType> declaredTypes) {
    if (declaredTypes.isEmpty()) {
      return List.of();
    }
    List<ColumnType> types = new ArrayList<>(declaredTypes.size());
    for (PgType type : declaredTypes) {
      types.add(type.columnType());
    }
    return types;
  }

  /** The declared types, and the planner's for the others. */
  private static List<PgType> parameterTypes(PreparedSql prepared, List<PgType> declaredTypes) {
    List<ColumnType> planned = prepared.parameterTypes();
    if (planned.isEmpty()) {
      return List.of();
    }
    List<PgType> types = new ArrayList<>(planned.size());
    for (int i = 0; i < planned.size(); i++) {
      PgType declared = i < declaredTypes.size() ? declaredTypes.get(i) : PgType.UNKNOWN;
      types.add(declared == PgType.UNKNOWN ? PgType.of(planned.get(i)) : declared);
    }
    return types;
  }
}
