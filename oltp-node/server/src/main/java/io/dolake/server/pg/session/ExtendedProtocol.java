package io.dolake.server.pg.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.wire.FrontendReader;
import io.dolake.server.pg.wire.ParameterReader;
import io.dolake.server.pg.wire.PgType;
import io.dolake.server.pg.wire.RowFormat;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages of the extended query protocol, and the statements a client has prepared with them. */
final class ExtendedProtocol {
  /** Statements one connection may keep prepared. */
  private static final int MAX_STATEMENTS = 10_000;

  private final PgSession session;

  /** By name; the unnamed statement has the empty one. Null until the first. */
  private Map<String, ClientStatement> statements;

  ExtendedProtocol(PgSession session) {
    this.session = session;
  }

  /** Does what the message asks, or gives the step that does. */
  Step dispatch(byte type, ByteBuf body, boolean syncFollows) {
    switch (type) {
      case 'P':
        return parse(body);
      case 'B':
        bind(body);
        return null;
      case 'D':
        describe(body);
        return null;
      case 'E':
        return execute(body, syncFollows);
      case 'C':
        closeTarget(body);
        return null;
      default: // Flush: what is built is sent whenever no more messages are waiting
        FrontendReader.requireEnd(body);
        return null;
    }
  }

  private Step parse(ByteBuf body) {
    String name = FrontendReader.cString(body);
    String sql = FrontendReader.cString(body);
    int count = FrontendReader.count(body, 4);
    List<PgType> types = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      types.add(declaredType(body.readInt(), i));
    }
    FrontendReader.requireEnd(body);
    if (!name.isEmpty() && statements != null) {
      requireFree(name);
    }
    return new ParseStep(session, name, sql, types);
  }

  private static PgType declaredType(int oid, int index) {
    PgType type = oid == 0 ? PgType.UNKNOWN : PgType.ofOid(oid);
    if (type == null) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "parameter $" + (index + 1) + " has type " + oid + ", which is not supported",
          "Pass it as text.");
    }
    return type;
  }

  void requireFree(String name) {
    if (statements != null && statements.containsKey(name)) {
      throw new DoLakeException(
          ErrorCode.DUPLICATE_STATEMENT, "prepared statement \"" + name + "\" already exists");
    }
  }

  void define(String name, ClientStatement statement) {
    if (statements == null) {
      statements = new HashMap<>();
    }
    if (statements.size() >= MAX_STATEMENTS && !statements.containsKey(name)) {
      throw new DoLakeException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "the connection has " + MAX_STATEMENTS + " prepared statements already",
          "Close statements that are not needed any more.");
    }
    statements.put(name, statement);
  }

  ClientStatement find(String name) {
    ClientStatement statement = statements == null ? null : statements.get(name);
    if (statement == null) {
      throw new DoLakeException(
          ErrorCode.INVALID_STATEMENT_NAME,
          name.isEmpty()
              ? "unnamed prepared statement does not exist"
              : "prepared statement \"" + name + "\" does not exist");
    }
    return statement;
  }

  void forget(String name) {
    if (statements != null) {
      statements.remove(name);
    }
  }

  void forgetAll() {
    statements = null;
  }

  private void bind(ByteBuf body) {
    String portalName = FrontendReader.cString(body);
    ClientStatement statement = find(FrontendReader.cString(body));
    RowFormat parameterFormat = RowFormat.of(FrontendReader.formatCodes(body));
    int count = FrontendReader.count(body, 4);
    List<PgType> types = statement.parameterTypes();
    if (count != types.size()) {
      throw new DoLakeException(
          ErrorCode.PROTOCOL_VIOLATION,
          "bind message supplies "
              + count
              + " parameters, but the prepared statement requires "
              + types.size());
    }
    parameterFormat.requireFits(count, "parameter");
    Object[] parameters = new Object[count];
    for (int i = 0; i < count; i++) {
      parameters[i] = parameter(body, types.get(i), parameterFormat.isBinary(i));
    }
    RowFormat resultFormat = RowFormat.of(FrontendReader.formatCodes(body));
    FrontendReader.requireEnd(body);
    resultFormat.requireFits(statement.columns().size(), "result");
    Map<String, Portal> portals = session.portals();
    Portal previous = portals.get(portalName);
    if (previous != null) {
      if (!portalName.isEmpty()) {
        throw new DoLakeException(
            ErrorCode.DUPLICATE_CURSOR, "cursor \"" + portalName + "\" already exists");
      }
      previous.close();
    }
    portals.put(portalName, new Portal(statement, parameters, resultFormat));
    session.out().bindComplete();
  }

  private Object parameter(ByteBuf body, PgType type, boolean binary) {
    int length = FrontendReader.valueLength(body);
    if (length < 0) {
      return null;
    }
    if (binary) {
      return ParameterReader.binary(body, length, type);
    }
    return ParameterReader.text(ParameterReader.utf8(body, length), type, session.zone());
  }

  private void describe(ByteBuf body) {
    byte kind = FrontendReader.byteField(body);
    String name = FrontendReader.cString(body);
    FrontendReader.requireEnd(body);
    switch (kind) {
      case 'S' -> {
        ClientStatement statement = find(name);
        session.out().parameterDescription(statement.parameterTypes());
        describeRows(statement, RowFormat.TEXT);
      }
      case 'P' -> {
        Portal portal = portal(name);
        describeRows(portal.statement(), portal.format());
      }
      default -> throw unknownTarget(kind);
    }
  }

  private void describeRows(ClientStatement statement, RowFormat format) {
    ClientStatement described = session.describable(statement);
    if (described.returnsRows()) {
      session.out().rowDescription(described.columns(), format);
    } else {
      session.out().noData();
    }
  }

  private Step execute(ByteBuf body, boolean syncFollows) {
    Portal portal = portal(FrontendReader.cString(body));
    int rowLimit = FrontendReader.int32(body);
    FrontendReader.requireEnd(body);
    return new ExecuteStep(session, portal, rowLimit <= 0 ? Long.MAX_VALUE : rowLimit, syncFollows);
  }

  private void closeTarget(ByteBuf body) {
    byte kind = FrontendReader.byteField(body);
    String name = FrontendReader.cString(body);
    FrontendReader.requireEnd(body);
    switch (kind) {
      case 'S' -> forget(name);
      case 'P' -> {
        Portal portal = session.portals().remove(name);
        if (portal != null) {
          portal.close();
        }
      }
      default -> throw unknownTarget(kind);
    }
    session.out().closeComplete();
  }

  private Portal portal(String name) {
    Portal portal = session.portals().get(name);
    if (portal == null) {
      throw new DoLakeException(
          ErrorCode.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist");
    }
    return portal;
  }

  private static DoLakeException unknownTarget(byte kind) {
    return new DoLakeException(
        ErrorCode.PROTOCOL_VIOLATION, "target " + kind + " is neither a statement nor a portal");
  }
}
