package io.dolake.server.bench;

import io.dolake.server.bench.Pgbench.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that knows no tables: what one client of pgbench's TPC-B can do at most against any
 * server on this machine. It answers at once with constants and keeps nothing; only COMMIT writes
 * and syncs a page, without a hand-over to another thread. More clients at a time work, but are
 * served as any server with a thread for each would, which is no bound for others.
 */
final class NullServer implements AutoCloseable {
  /** Any number will do for a socket in a directory of one's own. */
  private static final int SOCKET_PORT = 5432;

  private final ServerSocketChannel listener;
  private final Endpoint endpoint;
  private final SyncedPages pages;
  private final String scale;
  private final Thread acceptor = new Thread(this::accept, "null-server-accept");
  private final List<NullSession> sessions = new ArrayList<>();

  private NullServer(
      ServerSocketChannel listener, Endpoint endpoint, SyncedPages pages, String scale) {
    this.listener = listener;
    this.endpoint = endpoint;
    this.pages = pages;
    this.scale = scale;
  }

  /**
   * Starts to listen.
   *
   * @param directory is created; for the pages and, if asked for, a Unix-domain socket
   * @param scale pgbench's, which it asks for
   */
  static NullServer start(Path directory, boolean bySocket, String scale) throws IOException {
    Files.createDirectories(directory);
    SyncedPages pages = new SyncedPages(directory.resolve("pages"));
    ServerSocketChannel listener;
    Endpoint endpoint;
    if (bySocket) {
      listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(directory.resolve(".s.PGSQL." + SOCKET_PORT)));
      endpoint = Endpoint.socketIn(directory, SOCKET_PORT);
    } else {
      listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      endpoint = Endpoint.onPort(((InetSocketAddress) listener.getLocalAddress()).getPort());
    }
    NullServer server = new NullServer(listener, endpoint, pages, scale);
    server.acceptor.setDaemon(true);
    server.acceptor.start();
    return server;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  SyncedPages pages() {
    return pages;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = listener.accept();
        if (client.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
          client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        NullSession session = new NullSession(client, pages, scale);
        synchronized (sessions) {
          sessions.removeIf(NullSession::isOver);
          sessions.add(session);
        }
        session.start();
      }
    } catch (ClosedChannelException closed) {
      // close() ends the loop this way.
    } catch (IOException e) {
      throw new UncheckedIOException("the null server cannot accept connections", e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    listener.close();
    acceptor.join();
    synchronized (sessions) {
      for (NullSession session : sessions) {
        session.close();
      }
    }
    pages.close();
  }
}
