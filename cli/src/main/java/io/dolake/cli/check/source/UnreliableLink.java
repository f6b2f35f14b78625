package io.dolake.cli.check.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays connections from an address that stays to one that may change, and cuts them: at once, or
 * after so many more bytes to the client, so in the middle of a message. Thread-safe; two threads
 * for each connection.
 */
final class UnreliableLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnreliableLink.class);
  private static final long NEVER = Long.MAX_VALUE;
  private static final int BUFFER_BYTES = 16 << 10;

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesUntilCut = new AtomicLong(NEVER);
  private volatile int targetPort;
  private volatile boolean closed;

  UnreliableLink(int targetPort) throws IOException {
    this.targetPort = targetPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::acceptAll);
  }

  String endpoint() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** New connections go there from now on. */
  void leadTo(int port) {
    targetPort = port;
  }

  /** Cuts all connections that are open. */
  void cut() {
    for (Socket socket : open) {
      cut(socket);
    }
  }

  /** Cuts all connections once so many bytes have gone to clients. */
  void cutAfter(long bytes) {
    bytesUntilCut.set(bytes);
  }

  private void cut(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("socket was broken already", e);
    }
  }

  private void start(String name, Runnable work) {
    Thread thread = new Thread(work, "link-" + listener.getLocalPort() + "-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (!closed) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        LOG.debug("connection was refused port={} closed={}", targetPort, closed, e);
      }
    }
  }

  private void connect(Socket client) throws IOException {
    open.add(client);
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
    } catch (IOException e) {
      cut(client);
      throw e;
    }
    open.add(server);
    if (closed) {
      cut();
    }
    start("up", () -> relay(client, server, false));
    start("down", () -> relay(server, client, true));
  }

  private void relay(Socket from, Socket to, boolean toClient) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      for (int count = input.read(buffer); count > 0; count = input.read(buffer)) {
        long left = toClient ? bytesUntilCut.addAndGet(-count) : NEVER;
        if (left <= 0) {
          output.write(buffer, 0, (int) Math.max(0, count + left));
          bytesUntilCut.set(NEVER);
          cut();
          return;
        }
        output.write(buffer, 0, count);
      }
    } catch (IOException e) {
      LOG.debug("connection broke", e);
    } finally {
      cut(from);
      cut(to);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    cut();
  }
}
