package io.dolake.catalog.faults;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Servers that share one database and one warehouse. Used by one thread. */
final class ServerFleet implements AutoCloseable {
  private final String jdbcUrl;
  private final Path warehouse;
  private final List<ServerProcess> servers = new ArrayList<>();

  private ServerFleet(String jdbcUrl, Path warehouse) {
    this.jdbcUrl = jdbcUrl;
    this.warehouse = warehouse;
  }

  /** Starts the servers and waits until all serve. */
  static ServerFleet start(int count, String jdbcUrl, Path warehouse) {
    ServerFleet fleet = new ServerFleet(jdbcUrl, warehouse);
    try {
      for (int i = 0; i < count; i++) {
        fleet.startOne();
      }
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  List<URI> uris() {
    return servers.stream().map(ServerProcess::uri).toList();
  }

  /** Kills one of the servers wherever it is. */
  void killOne(Random random) {
    servers.remove(random.nextInt(servers.size())).kill();
  }

  void startOne() {
    servers.add(ServerProcess.start(jdbcUrl, warehouse));
  }

  /** Kills all servers. */
  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
    servers.clear();
  }
}
