package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.ClientActivity;
import io.dolake.sql.NotificationReceiver;
import io.dolake.sql.OpenCursor;
import io.dolake.sql.SessionHost;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the engine's session of one connection sees of the server. Thread-safe. */
final class ConnectionHost implements SessionHost {
  private final ConnectionRegistry registry;
  private final int processId;
  private final Channel channel;
  private final Instant serverStart;

  ConnectionHost(ConnectionRegistry registry, int processId, Channel channel, Instant serverStart) {
    this.registry = registry;
    this.processId = processId;
    this.channel = channel;
    this.serverStart = serverStart;
  }

  @Override
  public int processId() {
    return processId;
  }

  @Override
  public Optional<InetSocketAddress> clientAddress() {
    return internetAddress(channel.remoteAddress());
  }

  @Override
  public Optional<InetSocketAddress> serverAddress() {
    return internetAddress(channel.localAddress());
  }

  /** Empty for sockets in the file system. */
  static Optional<InetSocketAddress> internetAddress(SocketAddress address) {
    return address instanceof InetSocketAddress internet ? Optional.of(internet) : Optional.empty();
  }

  @Override
  public Instant serverStart() {
    return serverStart;
  }

  @Override
  public List<ClientActivity> activity() {
    return registry.connections().stream().map(PgConnection::activity).toList();
  }

  @Override
  public List<OpenCursor> cursors() {
    PgConnection connection = registry.connection(processId);
    return connection == null ? List.of() : connection.cursors();
  }

  @Override
  public Optional<NotificationReceiver> notificationReceiver() {
    return Optional.ofNullable(registry.connection(processId))
        .map(PgConnection::notificationReceiver);
  }

  @Override
  public boolean cancel(int target) {
    PgConnection connection = registry.connection(target);
    if (connection == null) {
      return false;
    }
    connection.cancel();
    return true;
  }

  @Override
  public boolean terminate(int target) {
    PgConnection connection = registry.connection(target);
    if (connection == null) {
      return false;
    }
    connection.terminate(
        new DoLakeException(
            ErrorCode.SHUTTING_DOWN, "terminating connection due to administrator command"));
    return true;
  }
}
