package io.dolake.sql;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A program that uses the engine without a server. */
final class EmbeddedHost implements SessionHost {
  private final Instant start = Instant.now();

  @Override
  public int processId() {
    return 0;
  }

  @Override
  public Optional<InetSocketAddress> clientAddress() {
    return Optional.empty();
  }

  @Override
  public Optional<InetSocketAddress> serverAddress() {
    return Optional.empty();
  }

  @Override
  public Instant serverStart() {
    return start;
  }

  @Override
  public List<ClientActivity> activity() {
    return List.of();
  }

  @Override
  public List<OpenCursor> cursors() {
    return List.of();
  }

  @Override
  public Optional<NotificationReceiver> notificationReceiver() {
    return Optional.empty();
  }

  @Override
  public boolean cancel(int processId) {
    return false;
  }

  @Override
  public boolean terminate(int processId) {
    return false;
  }
}
